'use client';

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { useLive } from '../live.tsx';
import { type Filter, toQuery } from './task-filter.ts';

/** Rows are read in windows of so many, wherever the table is. */
export const WINDOW = 100;
const POLL_MS = 4_000;
/** Windows out of sight are given up soon: a hundred thousand tasks do not fit into a phone. */
const FORGET_MS = 20_000;

/** The tasks of a filter: how many there are, and those of the rows in sight. */
export function useTasks(filter: Filter, inSight: { first: number; last: number }) {
  const trpc = useTRPC();
  const { streaming } = useLive();
  const [today] = useState(() => new Date());
  const { counted, statuses, order } = useMemo(() => toQuery(filter, today), [filter, today]);
  const refetchInterval = streaming ? (false as const) : POLL_MS;
  const counts = useQuery(
    trpc.tasks.counts.queryOptions(counted, { refetchInterval, placeholderData: keepPreviousData }),
  );
  const asked = { ...counted, ...(statuses.length > 0 && { status: statuses }), order };
  const windowOptions = (index: number) =>
    trpc.tasks.list.queryOptions(
      { ...asked, offset: index * WINDOW, limit: WINDOW },
      { refetchInterval, gcTime: FORGET_MS },
    );
  const first = Math.floor(inSight.first / WINDOW);
  const last = Math.floor(inSight.last / WINDOW);
  const indexes = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const windows = useQueries({ queries: indexes.map(windowOptions) });
  const byStatus = counts.data?.by_status;
  const counted_ = byStatus
    ? (statuses.length > 0
        ? statuses
        : (Object.keys(byStatus) as (keyof typeof byStatus)[])
      ).reduce((sum, status) => sum + byStatus[status], 0)
    : null;
  const taskAt = (row: number): Task | undefined =>
    windows[Math.floor(row / WINDOW) - first]?.data?.data[row % WINDOW];
  return {
    counts,
    /** Rows of this filter; null while unknown. */
    total: counted_,
    taskAt,
    windowOptions,
    windows,
  };
}
