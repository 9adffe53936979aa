'use client';

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';

/** With a live stream a slow poll is only the watchdog; without one, polling is all there is. */
const WATCHDOG_MS = 10_000;
const POLL_MS = 1_500;

export function isLive(task: Task | undefined): boolean {
  return task?.status === 'pending' || task?.status === 'processing';
}

/** A task as it is now: one event stream while it lives, polling where the stream fails. */
export function useTask(id: string | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const query = useQuery(
    trpc.tasks.get.queryOptions(id ? { id } : skipToken, {
      staleTime: 0,
      refetchInterval: ({ state }) => isLive(state.data) && (streaming ? WATCHDOG_MS : POLL_MS),
      refetchIntervalInBackground: true,
    }),
  );
  const { status } = useSubscription(
    trpc.tasks.watch.subscriptionOptions(id && isLive(query.data) ? { id } : skipToken, {
      onData: ({ data: task }) =>
        queryClient.setQueryData(trpc.tasks.get.queryKey({ id: task.id }), task),
    }),
  );
  useEffect(() => setStreaming(status === 'pending'), [status]);
  return query;
}
