'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CreatedKey, Key } from '#/domain/key.ts';
import type { UsageDay } from '#/domain/usage.ts';
import { useTRPC } from '../api.tsx';

const PAGE = 100;
const NONE: UsageDay[] = [];

/** What is asked over the page: nothing, or one question about one key. */
export type Question =
  | { about: 'create' }
  | { about: 'edit' | 'callbacks' | 'rotate' | 'revoke'; key: Key }
  | { about: 'secret'; key: CreatedKey };

/** The keys with what each did lately, and what can be done with them. */
export function useKeys() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [question, ask] = useState<Question | null>(null);
  const list = useInfiniteQuery(
    trpc.keys.list.infiniteQueryOptions(
      { limit: PAGE },
      { getNextPageParam: ({ next_cursor }) => next_cursor },
    ),
  );
  const pages = list.data?.pages;
  const keys = useMemo(() => pages?.flatMap(({ data }) => data), [pages]);
  const usage = useQuery(trpc.usage.list.queryOptions({}));
  const days = useMemo(() => groupByKey(usage.data?.data ?? NONE), [usage.data]);
  const refresh = () => client.invalidateQueries(trpc.keys.list.pathFilter());
  const showSecret = (key: CreatedKey) => {
    ask({ about: 'secret', key });
    return refresh();
  };
  const create = useMutation(trpc.keys.create.mutationOptions({ onSuccess: showSecret }));
  const rotate = useMutation(trpc.keys.rotate.mutationOptions({ onSuccess: showSecret }));
  const done = {
    onSuccess: () => {
      ask(null);
      return refresh();
    },
  };
  const update = useMutation(trpc.keys.update.mutationOptions(done));
  const revoke = useMutation(trpc.keys.revoke.mutationOptions(done));
  const close = () => {
    for (const each of [create, update, rotate, revoke]) each.reset();
    ask(null);
  };
  const range = usage.data && { from: usage.data.from, to: usage.data.to };
  return { list, keys, days, range, question, ask, close, create, update, rotate, revoke };
}

function groupByKey(days: UsageDay[]): Map<string, UsageDay[]> {
  return Map.groupBy(days, ({ key_id }) => key_id);
}
