import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context, Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { getCaller } from '../authentication.ts';
import { readBytes } from '../read-body.ts';
import { appRouter } from './router.ts';

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
      createContext: async () => ({ ...app, caller: await getCaller(app, c.env.incoming) }),
    });
  });
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
