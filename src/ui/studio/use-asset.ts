'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { Asset } from '#/domain/asset.ts';
import { useTRPC } from '../api.tsx';
import { useLive } from '../live.tsx';
import { type ProblemCode, problemCode } from '../problem-code.ts';

const WATCHDOG_MS = 5_000;
const PROBE_POLL_MS = 1_000;
const LOOKED_AT_MS = 60_000;

/**
 * An asset, looked at again until it is checked, and why it can't be used. Built-in portraits and null are no assets.
 */
export function useAsset(reference: string | null): {
  asset: Asset | undefined;
  problem: ProblemCode | null;
} {
  const trpc = useTRPC();
  const { streaming } = useLive();
  const isAsset = reference?.startsWith('asset_') === true;
  const { data, error } = useQuery(
    trpc.assets.get.queryOptions(isAsset ? { id: reference } : skipToken, {
      refetchInterval: ({ state }) =>
        (isChecking(state.data) || isLookedAt(state.data)) &&
        (streaming ? WATCHDOG_MS : PROBE_POLL_MS),
    }),
  );
  const isGone = isAsset && error !== null && problemCode(error) === 'not_found';
  return { asset: isGone ? undefined : data, problem: isGone ? 'asset_missing' : problemOf(data) };
}

function problemOf(asset: Asset | undefined): ProblemCode | null {
  if (asset?.status !== 'rejected') return null;
  return asset.error?.code ?? 'asset_rejected';
}

/** Faces are found within seconds after an asset is ready, or never. */
export function isLookedAt(asset: Asset | undefined): boolean {
  if (asset?.status !== 'ready' || asset.kind === 'audio' || asset.faces !== null) return false;
  if (asset.origin !== 'uploaded') return false;
  return Date.now() - Date.parse(asset.created_at) < LOOKED_AT_MS;
}

export function isChecking(asset: Asset | undefined): boolean {
  return asset?.status === 'uploading' || asset?.status === 'probing';
}
