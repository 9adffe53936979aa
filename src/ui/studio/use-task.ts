'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { useLive } from '../live.tsx';

/** With the live stream a slow poll is only the watchdog; without it, polling is all there is. */
const WATCHDOG_MS = 10_000;
const POLL_MS = 1_500;

export function isLive(task: Task | undefined): boolean {
  return task?.status === 'pending' || task?.status === 'processing';
}

/** A task as it is now: the live stream keeps it so, polling where that fails. */
export function useTask(id: string | null) {
  const trpc = useTRPC();
  const { streaming } = useLive();
  return useQuery(
    trpc.tasks.get.queryOptions(id ? { id } : skipToken, {
      staleTime: 0,
      refetchInterval: ({ state }) => isLive(state.data) && (streaming ? WATCHDOG_MS : POLL_MS),
      refetchIntervalInBackground: true,
    }),
  );
}
