import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { AppError } from '../domain/errors.ts';
import type { ApiContext, ApiEnv } from './api-context.ts';
import { cors } from './cors.ts';
import { DOCS_METHODS, mountDocs } from './docs/mount.ts';
import { METRICS_METHODS, mountMetrics } from './metrics/mount.ts';
import { problemResponse } from './problem.ts';
import { mountRest, REST_METHODS } from './rest/mount.ts';
import { mountSession, SESSION_METHODS } from './session/mount.ts';
import { mountTrpc } from './trpc/mount.ts';
import { mountTus, TUS_METHODS } from './tus/mount.ts';
import type { PartialUploads } from './tus/tus-server.ts';

const PUBLIC = join(import.meta.dirname, '../../public');

/** Every transport behind one Hono app: what it does not know below `/api` is a problem, not a page. */
export function createApi(api: ApiContext, uploads: PartialUploads): Hono<ApiEnv> {
  const hono = new Hono<ApiEnv>();
  hono.onError((error, c) => problemResponse(error, api.app.logger, { refusal: c.get('refusal') }));
  hono.use('*', cors(api.app.env.MOUTHPIECE_CORS_ORIGINS));
  mountMetrics(hono, api);
  mountRest(hono, api);
  mountTus(hono, api, uploads);
  mountTrpc(hono, api);
  mountSession(hono, api);
  mountDocs(hono, api);
  hono.get('/presenters/*', serveStatic({ root: PUBLIC, onFound: cachePresenter }));
  hono.notFound((c) => notFound(api, c.req));
  return hono;
}

const cachePresenter: NonNullable<NonNullable<Parameters<typeof serveStatic>[0]>['onFound']> = (
  _,
  c,
) => {
  c.header('Cache-Control', 'public, max-age=86400');
  c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
};

function notFound(api: ApiContext, request: { method: string; path: string }): Response {
  const allowed = allowedMethods(request.path);
  if (allowed.length === 0) {
    const error = new AppError('not_found', 'There is no such address in this API: see /docs');
    return problemResponse(error, api.app.logger);
  }
  const Allow = allowed.join(', ');
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow } });
  const error = new AppError('method_not_allowed', `This address takes ${Allow}`);
  return problemResponse(error, api.app.logger, { headers: { Allow } });
}

/** The methods that exist for a path, for `Allow`; empty where the path is unknown. */
function allowedMethods(path: string): string[] {
  const methods = [
    ...REST_METHODS,
    ...TUS_METHODS,
    ...SESSION_METHODS,
    ...DOCS_METHODS,
    ...METRICS_METHODS,
  ]
    .filter(({ pattern }) => pattern.test(path))
    .map(({ method }) => method);
  if (methods.length === 0) return [];
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])];
}
