'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import type { AppRouter } from '#/api/trpc/router.ts';
import { createClient } from '#/client/client.ts';
import { problemCode } from './problem-code.ts';

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const MAX_RETRY_DELAY_MS = 5_000;

export function ApiProvider(props: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(() => createClient({ url: '/api/trpc' }));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {props.children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Reads are tried again for as long as the server can't be reached; answers that are errors count. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A browser that calls itself offline still reaches a server on the same machine.
        networkMode: 'always',
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (_count, error) => problemCode(error) === 'network',
        retryDelay: (attempt) => Math.min(MAX_RETRY_DELAY_MS, 500 * 2 ** attempt),
      },
      mutations: { networkMode: 'always' },
    },
  });
}
