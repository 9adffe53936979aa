'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { useTRPC } from '../api.tsx';

const OWN_SHOWN = 12;
const STEADY = { staleTime: Number.POSITIVE_INFINITY };
const NONE: Asset[] = [];

/** What can be chosen here: built-in portraits, voices, and pictures sent earlier. */
export function useCast() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const portraits = useQuery(trpc.portraits.list.queryOptions(undefined, STEADY));
  const voices = useQuery(trpc.voices.list.queryOptions());
  const own = useQuery(
    trpc.assets.list.queryOptions({ kind: 'image', status: 'ready', limit: OWN_SHOWN }),
  );
  const refreshOwn = useCallback(
    () => queryClient.invalidateQueries(trpc.assets.list.pathFilter()),
    [queryClient, trpc],
  );
  return { portraits, voices, own, ownAssets: own.data?.data ?? NONE, refreshOwn };
}
