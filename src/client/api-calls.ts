import { createTRPCUntypedClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { AppRouter } from '#/api/trpc/router.ts';
import type { Connection } from './connection.ts';
import { errorOfAnswer, MouthpieceError } from './mouthpiece-error.ts';
import type { Api } from './server-types.ts';

const MAX_URL = 2_000;

/** The typed API as an object: the path of the last member but one is the procedure. */
export function createApiCalls(connection: Connection): Api {
  const client = createTRPCUntypedClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${connection.origin}/api/trpc`,
        maxURLLength: MAX_URL,
        headers: connection.headers,
      }),
    ],
  });
  const member = (path: string[]): unknown =>
    new Proxy(() => {}, {
      get: (_, name) => (typeof name === 'string' ? member([...path, name]) : undefined),
      apply: (_, _this, [input]: unknown[]) => {
        const procedure = path.slice(0, -1).join('.');
        const kind = path.at(-1) === 'mutate' ? 'mutation' : 'query';
        return client[kind](procedure, input).catch((error: unknown) => {
          throw translate(error);
        });
      },
    });
  return member([]) as Api;
}

function translate(error: unknown): unknown {
  if (!(error instanceof TRPCClientError)) return error;
  const problem: { status: number } | undefined = error.data?.problem;
  if (problem) return errorOfAnswer(problem.status, JSON.stringify(problem));
  return new MouthpieceError('network', 'The server can not be reached', { cause: error });
}
