'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api.tsx';

/** What can be done to assets. What it brings is seen at once, also where the live stream is down. */
export function useLibraryActions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.assets.list.pathFilter()),
      queryClient.invalidateQueries(trpc.usage.storage.pathFilter()),
    ]);
  const remove = useMutation(trpc.assets.deleteMany.mutationOptions({ onSuccess }));
  const bring = useMutation(trpc.assets.import.mutationOptions({ onSuccess }));
  const keep = useMutation(
    trpc.assets.changeExpiry.mutationOptions({
      onSuccess: async (asset) => {
        queryClient.setQueryData(trpc.assets.get.queryKey({ id: asset.id }), asset);
        await onSuccess();
      },
    }),
  );
  const sample = useMutation(trpc.tasks.create.mutationOptions());
  return { remove, bring, keep, sample };
}
