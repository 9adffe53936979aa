'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type AddressFormat<Filter> = {
  /** The parameter that names what is opened. */
  opened: string;
  read(params: URLSearchParams): Filter;
  /** What is as usual is left out, and what else stands there is kept. */
  write(filter: Filter, before: URLSearchParams): URLSearchParams;
};

/**
 * A filter and what is opened, kept in the address: a reload or a sent link shows the same. `format` is the same
 * object at every call.
 */
export function useAddress<Filter>(format: AddressFormat<Filter>) {
  const params = useSearchParams();
  const filter = useMemo(() => format.read(new URLSearchParams(params)), [format, params]);
  const change = useCallback(
    (next: Partial<Filter>) => {
      const now = addressNow();
      go(format.write({ ...format.read(now), ...next }, now));
    },
    [format],
  );
  const open = useCallback(
    (id: string | null) => {
      const now = addressNow();
      if (id === null) now.delete(format.opened);
      else now.set(format.opened, id);
      go(now);
    },
    [format],
  );
  return { filter, change, opened: params.get(format.opened), open };
}

function addressNow(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

function go(params: URLSearchParams): void {
  const query = params.size > 0 ? `?${params}` : '';
  window.history.replaceState(null, '', `${window.location.pathname}${query}`);
}
