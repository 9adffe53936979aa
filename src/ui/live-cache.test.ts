import { QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';
import type { AppRouter } from '#/api/trpc/router.ts';
import { createClient } from '#/client/client.ts';
import { createLiveCache } from './live-cache.ts';

test('what was read before the stream began is read again, once, and again after a gap', () => {
  const queryClient = new QueryClient();
  const client = createClient({ url: 'http://127.0.0.1' });
  const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const hear = createLiveCache(queryClient, api);
  const queryKey = api.tasks.counts.queryKey({});
  const isStaleAfter = (type: 'ready' | 'reset') => {
    queryClient.setQueryData(queryKey, undefined);
    queryClient.setQueryData(queryKey, { all: 1 } as never);
    hear({ type });
    return queryClient.getQueryState(queryKey)?.isInvalidated;
  };
  expect(isStaleAfter('ready')).toBe(true);
  expect(isStaleAfter('ready')).toBe(false);
  expect(isStaleAfter('reset')).toBe(true);
});
