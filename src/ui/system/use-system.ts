'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api.tsx';
import { problemCode } from '../problem-code.ts';

const EVERY_MS = 2_000;

/** The state of the system, asked for again every two seconds while the page is seen. */
export function useSystem() {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.system.get.queryOptions(undefined, { refetchInterval: EVERY_MS, staleTime: 0 }),
  );
  const trouble = query.failureReason ?? query.error;
  return {
    system: query.data,
    readAt: query.dataUpdatedAt,
    /** What keeps the figures from being fresh; null while they are. */
    trouble: trouble ? problemCode(trouble) : null,
    refetch: query.refetch,
  };
}

/** Drains a worker, or lets it take work again. */
export function useDrain(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = {
    onSuccess: () => client.invalidateQueries({ queryKey: trpc.system.get.queryKey() }),
  };
  const drain = useMutation(trpc.machines.drain.mutationOptions(options));
  const enable = useMutation(trpc.machines.enable.mutationOptions(options));
  return {
    drain: () => drain.mutate({ id }),
    enable: () => enable.mutate({ id }),
    changing: drain.isPending || enable.isPending,
    failed: drain.isError || enable.isError,
  };
}
