'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { type useTasks, WINDOW } from './use-tasks.ts';

export const MOST_SELECTED = 1_000;

/** A box that was ticked or cleared; `range` takes the rows since the last one with it. */
export type Tick = { row: number; id: string; on: boolean; range: boolean };

const NONE: ReadonlySet<string> = new Set();

/** Tasks picked by their boxes: one, a range with Shift, or all up to a limit. */
export function useSelection(tasks: ReturnType<typeof useTasks>) {
  const queryClient = useQueryClient();
  const [ids, setIds] = useState(NONE);
  const last = useRef<number | null>(null);
  const latest = useRef(tasks);
  latest.current = tasks;
  const select = useCallback(({ row, id, on, range }: Tick) => {
    const from = range ? (last.current ?? row) : row;
    last.current = row;
    setIds((before) => {
      const next = new Set(before);
      const put = (one: string) => (on ? next.add(one) : next.delete(one));
      put(id);
      for (let at = Math.min(from, row); at <= Math.max(from, row); at++) {
        const task = latest.current.taskAt(at);
        if (task) put(task.id);
      }
      return next;
    });
  }, []);
  const selectAll = useCallback(async () => {
    const { total, windowOptions } = latest.current;
    const windows = Math.ceil(Math.min(total ?? 0, MOST_SELECTED) / WINDOW);
    const pages = await Promise.all(
      Array.from({ length: windows }, (_, index) => queryClient.fetchQuery(windowOptions(index))),
    );
    setIds(new Set(pages.flatMap(({ data }) => data.map(({ id }) => id))));
  }, [queryClient]);
  const clear = useCallback(() => setIds(NONE), []);
  return { ids, select, selectAll, clear };
}
