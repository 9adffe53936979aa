'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api.tsx';

/** What can be done to one task. What it brings is seen at once, also where the live stream is down. */
export function useTaskActions(onGone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(trpc.tasks.pathFilter());
  const cancel = useMutation(trpc.tasks.cancel.mutationOptions({ onSuccess }));
  const retry = useMutation(trpc.tasks.retry.mutationOptions({ onSuccess }));
  const remove = useMutation(
    trpc.tasks.delete.mutationOptions({
      onSuccess: async ({ deleted }) => {
        if (deleted) onGone();
        await onSuccess();
      },
    }),
  );
  return { cancel, retry, remove };
}
