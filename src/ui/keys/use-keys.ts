'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CreatedKey, Key } from '#/domain/key.ts';
import type { UsageDay } from '#/domain/usage.ts';
import { useTRPC } from '../api.tsx';

const MAX_KEYS = 100;
const NONE: UsageDay[] = [];

/** What is asked over the page: nothing, or one question about one key. */
export type Question =
  | { about: 'create' }
  | { about: 'rotate' | 'revoke'; key: Key }
  | { about: 'secret'; key: CreatedKey };

/** The keys with what each did lately, and what can be done with them. */
export function useKeys() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [question, ask] = useState<Question | null>(null);
  const list = useQuery(trpc.keys.list.queryOptions({ limit: MAX_KEYS }));
  const usage = useQuery(trpc.usage.list.queryOptions({}));
  const days = useMemo(() => groupByKey(usage.data?.data ?? NONE), [usage.data]);
  const refresh = () => client.invalidateQueries(trpc.keys.list.pathFilter());
  const showSecret = (key: CreatedKey) => {
    ask({ about: 'secret', key });
    return refresh();
  };
  const create = useMutation(trpc.keys.create.mutationOptions({ onSuccess: showSecret }));
  const rotate = useMutation(trpc.keys.rotate.mutationOptions({ onSuccess: showSecret }));
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess: () => {
        ask(null);
        return refresh();
      },
    }),
  );
  const close = () => {
    for (const each of [create, rotate, revoke]) each.reset();
    ask(null);
  };
  const range = usage.data && { from: usage.data.from, to: usage.data.to };
  return { list, days, range, question, ask, close, create, rotate, revoke };
}

function groupByKey(days: UsageDay[]): Map<string, UsageDay[]> {
  return Map.groupBy(days, ({ key_id }) => key_id);
}
