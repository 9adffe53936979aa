import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { AppError } from '../domain/errors.ts';
import type { ApiContext, ApiEnv } from './api-context.ts';
import { cors } from './cors.ts';
import { problemResponse } from './problem.ts';
import { allowedMethods, mountRest } from './rest/mount.ts';

const PUBLIC = join(import.meta.dirname, '../../public');

/** Every transport behind one Hono app: what it does not know below `/api` is a problem, not a page. */
export function createApi(api: ApiContext): Hono<ApiEnv> {
  const hono = new Hono<ApiEnv>();
  hono.onError((error) => problemResponse(error, api.app.logger));
  hono.use('/api/*', cors);
  mountRest(hono, api);
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
  return problemResponse(error, api.app.logger, { Allow });
}
