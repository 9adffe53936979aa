import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { AppRouter } from '#/api/trpc/router.ts';

/**
 * A typed client of the canonical API. `url` is the tRPC endpoint: `/api/trpc` in a page of the same origin,
 * an absolute URL elsewhere. `key` goes into the Authorization header of calls; pages send none.
 */
export function createClient(options: { url: string; key?: string }) {
  const { url, key } = options;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({
          url,
          maxURLLength: 2_000,
          headers: key ? { authorization: `Bearer ${key}` } : {},
        }),
      }),
    ],
  });
}
