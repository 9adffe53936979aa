'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { useTRPC } from '../api.tsx';

const OWN_SHOWN = 12;
const STEADY = { staleTime: Number.POSITIVE_INFINITY };

/** What can be chosen here: built-in portraits, voices, and pictures and footage sent earlier. */
export function useCast() {
  const trpc = useTRPC();
  const portraits = useQuery(trpc.portraits.list.queryOptions(undefined, STEADY));
  const voices = useQuery(trpc.voices.list.queryOptions());
  const own = useQuery(trpc.assets.list.queryOptions(ownOf('image')));
  const footage = useQuery(trpc.assets.list.queryOptions(ownOf('video')));
  const [stills, films] = [own.data?.data, footage.data?.data];
  const ownAssets = useMemo(() => newest([...(stills ?? []), ...(films ?? [])]), [stills, films]);
  return { portraits, voices, own, footage, ownAssets };
}

function ownOf(kind: 'image' | 'video') {
  return { kind, origin: 'uploaded', status: 'ready', limit: OWN_SHOWN } as const;
}

/** Ids grow with time. */
function newest(assets: Asset[]): Asset[] {
  return assets.toSorted((a, b) => b.id.localeCompare(a.id)).slice(0, OWN_SHOWN);
}
