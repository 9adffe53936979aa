import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';
import type { AppRouter } from '#/api/trpc/router.ts';
import { createClient } from '#/client/client.ts';
import { createLiveCache } from './live-cache.ts';

test('what was read before the stream began is read again, once, and again after a gap', async () => {
  const queryClient = new QueryClient();
  const client = createClient({ url: 'http://127.0.0.1' });
  const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const hear = createLiveCache(queryClient, api);
  const queryKey = api.tasks.counts.queryKey({});
  const isStaleAfter = async (type: 'ready' | 'reset') => {
    queryClient.setQueryData(queryKey, undefined);
    queryClient.setQueryData(queryKey, { all: 1 } as never);
    hear({ type });
    await new Promise(setImmediate);
    return queryClient.getQueryState(queryKey)?.isInvalidated;
  };
  expect(await isStaleAfter('ready')).toBe(true);
  expect(await isStaleAfter('ready')).toBe(false);
  expect(await isStaleAfter('reset')).toBe(true);
});

test('a first answer that is under way when the stream begins is asked for anew', async () => {
  const queryClient = new QueryClient();
  const client = createClient({ url: 'http://127.0.0.1' });
  const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const hear = createLiveCache(queryClient, api);
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let asked = 0;
  const queryFn = () => answers[asked++]?.promise;
  const queryKey = [...api.tasks.list.pathKey(), 'shown'];
  const observer = new QueryObserver(queryClient, { queryKey, queryFn });
  const stop = observer.subscribe(() => {});
  hear({ type: 'ready' });
  answers[0]?.resolve('before');
  answers[1]?.resolve('after');
  await expect.poll(() => observer.getCurrentResult().data).toBe('after');
  stop();
});
