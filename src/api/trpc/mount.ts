import type { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context, Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { getCaller } from '../authentication.ts';
import { problemHeaders } from '../problem.ts';
import { readBytes } from '../read-body.ts';
import { appRouter } from './router.ts';
import { fromTrpcError } from './trpc-error.ts';

const TRPC_PATH = '/api/trpc';
const MAX_BATCH = 20;

/** The typed API for the web pages and other TypeScript services. */
export function mountTrpc(hono: Hono<ApiEnv>, api: ApiContext): void {
  const { app } = api;
  hono.on(['GET', 'POST'], `${TRPC_PATH}/*`, async (c) => {
    if (c.req.header('accept')?.includes('text/event-stream')) cutWhenClosing(c, api.closing);
    return fetchRequestHandler({
      endpoint: TRPC_PATH,
      router: appRouter,
      req: await bounded(c, app.env.MOUTHPIECE_LIMIT_JSON_BYTES),
      maxBatchSize: MAX_BATCH,
      responseMeta: ({ errors }) => ({ headers: headersOf(errors) }),
      createContext: async () => ({ ...app, caller: await getCaller(app, c.env.incoming) }),
    });
  });
}

/** What the errors of a batch ask for, beside their bodies. */
function headersOf(errors: readonly TRPCError[]): Record<string, string> {
  return Object.assign({}, ...errors.map((error) => problemHeaders(fromTrpcError(error))));
}

/** The request with its body read, within the limit. */
async function bounded(c: Context<ApiEnv>, limit: number): Promise<Request> {
  const { raw } = c.req;
  if (raw.method !== 'POST') return raw;
  const body = new Uint8Array(await readBytes(c.env.incoming, limit));
  return new Request(raw.url, { method: 'POST', headers: raw.headers, body, signal: raw.signal });
}

/** A stream that ends would tell the client that all is said; one that breaks makes it connect again. */
function cutWhenClosing(c: Context<ApiEnv>, closing: AbortSignal): void {
  const { socket } = c.env.incoming;
  const cut = () => socket.destroy();
  closing.addEventListener('abort', cut, { once: true });
  c.env.outgoing.once('close', () => closing.removeEventListener('abort', cut));
}
