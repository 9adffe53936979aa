import type { Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createApi } from './api/app.ts';
import { takeUrlToken } from './api/credentials.ts';
import { close, createHttpServer, type Listener, listen } from './api/http-server.ts';
import { passPageGate } from './api/pages/page-gate.ts';
import { problemResponse } from './api/problem.ts';
import { rememberResponse } from './api/rate-limit.ts';
import { setSecurityHeaders } from './api/security-headers.ts';
import { AppError } from './domain/errors.ts';
import { env } from './env.ts';
import { logger } from './logger.ts';
import { onParentGone } from './parent-process.ts';
import { expireUploads } from './services/assets/expire-uploads.ts';
import { type AppContext, openAppContext } from './services/context.ts';
import { stopCountingCalls } from './services/limits/count-call.ts';
import { startDelivering } from './services/webhooks/deliverer.ts';
import { UploadStore } from './storage/tus-store.ts';

const DRAIN_MS = 5_000;
/** So long a process goes on whose parent is gone: nobody else would end it. */
const ALONE_MS = 30_000;
const HOUR_MS = 3_600_000;
/** What Hono answers; all other addresses are pages. */
const API =
  /^\/(api|docs|presenters|tasks|download|outputs|results|uploads|mcp)(\/|$)|^\/metrics\/?$/;

export type RunningServer = AsyncDisposable & { app: AppContext; port: number; url: string };

/** Starts the web process. @param options.pages false answers the API alone, without Next */
export async function startServer(options: { pages: boolean }): Promise<RunningServer> {
  await using opened = new AsyncDisposableStack();
  const app = opened.use(await openAppContext('web'));
  opened.defer(() => stopCountingCalls(app));
  const closing = new AbortController();
  const server = createHttpServer(app.env.MOUTHPIECE_TIMING_SILENCE_MS);
  const expiryMs = app.env.MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS;
  const uploads = new UploadStore(app.paths.uploads, expiryMs);
  opened.defer(sweepUploads(app, Math.min(expiryMs, HOUR_MS)));
  const api = getRequestListener(createApi({ app, closing: closing.signal }, uploads).fetch, {
    // It would cut who still sends half a second after the answer.
    autoCleanupIncoming: false,
    errorHandler: (cause) =>
      problemResponse(
        new AppError('invalid_request', 'The address or the Host header is not valid', { cause }),
        app.logger,
      ),
  });
  const pages = options.pages ? gated(app, await openPages(server, opened)) : api;
  server.on('request', (request, response) => {
    takeUrlToken(request);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const isApi = !options.pages || API.test(path);
    setSecurityHeaders(request, response, isApi ? 'api' : pageKind());
    if (isApi) rememberResponse(request, response);
    const answer = isApi ? api : pages;
    answer(request, response).catch((error: unknown) => {
      app.logger.error({ err: error }, 'a response broke');
      response.destroy();
    });
  });
  const port = await listen(server, { host: env().HOST, port: env().PORT });
  opened.defer(async () => {
    closing.abort();
    await close(server, DRAIN_MS);
  });
  const url = env().MOUTHPIECE_PUBLIC_URL ?? `http://${bracketed(env().HOST)}:${port}`;
  opened.use(startDelivering(app, { baseUrl: url }));
  const kept = opened.move();
  return { app, port, url, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function gated(app: AppContext, pages: Listener): Listener {
  return async (request, response) => {
    if (await passPageGate(app, request, response)) await pages(request, response);
  };
}

function sweepUploads(app: AppContext, everyMs: number): () => void {
  const sweep = () =>
    void expireUploads(app).catch((error) => app.logger.error({ err: error }, 'upload sweep'));
  const timer = setInterval(sweep, everyMs);
  return () => clearInterval(timer);
}

async function openPages(server: Server, opened: AsyncDisposableStack): Promise<Listener> {
  const { default: next } = await import('next');
  const pages = next({
    dev: env().NODE_ENV === 'development',
    dir: join(import.meta.dirname, '..'),
    httpServer: server,
  });
  await pages.prepare();
  opened.defer(() => pages.close());
  return pages.getRequestHandler();
}

function pageKind() {
  return env().NODE_ENV === 'development' ? 'page in development' : 'page';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Composition root of the web process: listens, and drains at a signal or when its parent is gone. */
async function main(): Promise<void> {
  const stop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    onParentGone(() => {
      resolve();
      setTimeout(() => process.exit(1), ALONE_MS).unref();
    });
  });
  await using server = await startServer({ pages: !process.argv.includes('--api-only') });
  process.send?.({ type: 'listening', port: server.port }, () => {});
  logger.info({ url: server.url }, 'listening');
  await stop;
  logger.info('the web process is stopping');
}

if (import.meta.main) {
  await main().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.fatal({ err: error }, 'the web process could not go on');
      process.exit(1);
    },
  );
}
