'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type LibraryFilter, readFilter, writeFilter } from './library-filter.ts';

/** The filter and the opened asset, kept in the address: a reload or a sent link shows the same. */
export function useLibraryAddress() {
  const params = useSearchParams();
  const filter = useMemo(() => readFilter(new URLSearchParams(params)), [params]);
  const change = useCallback((next: Partial<LibraryFilter>) => {
    const now = new URLSearchParams(window.location.search);
    go(writeFilter({ ...readFilter(now), ...next }, now));
  }, []);
  const open = useCallback((id: string | null) => {
    const now = new URLSearchParams(window.location.search);
    if (id === null) now.delete('asset');
    else now.set('asset', id);
    go(now);
  }, []);
  return { filter, change, opened: params.get('asset'), open };
}

function go(params: URLSearchParams): void {
  const query = params.size > 0 ? `?${params}` : '';
  window.history.replaceState(null, '', `${window.location.pathname}${query}`);
}
