'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTRPC } from '../api.tsx';
import { useLive } from '../live.tsx';
import { type LibraryFilter, toQuery } from './library-filter.ts';

const PAGE = 100;
const POLL_MS = 4_000;

/** The assets that a filter finds, page by page, and what all of them take. */
export function useLibrary(filter: LibraryFilter) {
  const trpc = useTRPC();
  const { streaming } = useLive();
  const refetchInterval = streaming ? (false as const) : POLL_MS;
  const list = useInfiniteQuery(
    trpc.assets.list.infiniteQueryOptions(
      { ...toQuery(filter), limit: PAGE },
      {
        getNextPageParam: ({ next_cursor }) => next_cursor,
        placeholderData: keepPreviousData,
        refetchInterval,
      },
    ),
  );
  const pages = list.data?.pages;
  const assets = useMemo(() => pages?.flatMap(({ data }) => data), [pages]);
  const storage = useQuery(trpc.usage.storage.queryOptions(undefined, { refetchInterval }));
  const { refetch } = storage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: files that came or went change what all of them take
  useEffect(() => void refetch(), [refetch, pages]);
  return { list, assets, storage };
}
