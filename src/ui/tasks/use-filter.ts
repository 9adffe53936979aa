'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { type Filter, readFilter, writeFilter } from './task-filter.ts';

/** The filter and the opened task, kept in the address: a reload or a sent link shows the same. */
export function useFilter() {
  const params = useSearchParams();
  const filter = useMemo(() => readFilter(new URLSearchParams(params)), [params]);
  const change = useCallback((next: Partial<Filter>) => {
    const now = new URLSearchParams(window.location.search);
    now.delete('open');
    go(writeFilter({ ...readFilter(now), ...next }, now));
  }, []);
  const open = useCallback((id: string | null) => {
    const now = new URLSearchParams(window.location.search);
    if (id === null) now.delete('open');
    else now.set('open', id);
    go(now.size > 0 ? `?${now}` : '');
  }, []);
  const opened = params.get('open');
  const [linked] = useState(opened);
  return {
    filter,
    change,
    opened,
    /** Whether the opened task was named by the address that this page began with. */
    isLinked: opened !== null && opened === linked,
    open,
  };
}

function go(query: string): void {
  window.history.replaceState(null, '', `${window.location.pathname}${query}`);
}
