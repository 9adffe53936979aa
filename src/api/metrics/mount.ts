import type { IncomingMessage } from 'node:http';
import type { Context, Hono } from 'hono';
import { routePath } from 'hono/route';
import { AppError } from '../../domain/errors.ts';
import { hasScope } from '../../domain/key.ts';
import type { AppContext } from '../../services/context.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { findCaller } from '../authentication.ts';
import { invalidToken } from '../credentials.ts';
import { isDirectLoopback } from '../loopback.ts';
import { openMetrics } from './metrics.ts';

const PATH = '/metrics';
const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Counts what every route answers, and prints it with the rest. To be mounted before the routes. */
export function mountMetrics(hono: Hono<ApiEnv>, { app }: ApiContext): void {
  const metrics = openMetrics(app);
  hono.use('*', async (c, next) => {
    const startedAt = performance.now();
    await next();
    metrics.countRequest({
      method: KNOWN_METHODS.includes(c.req.method) ? c.req.method : 'OTHER',
      route: routeOf(c),
      status: c.res.status,
      seconds: (performance.now() - startedAt) / 1000,
    });
  });
  hono.get(PATH, async (c) => {
    await admitReader(app, c.env.incoming);
    const headers = { 'Content-Type': metrics.contentType };
    return new Response(await metrics.print(), { headers });
  });
}

export const METRICS_METHODS = [{ method: 'GET', pattern: new RegExp(`^${PATH}$`) }];

/** The pattern of the handler that answered: as many as there are routes, whatever is asked for. */
function routeOf(c: Context<ApiEnv>): string {
  const route = routePath(c);
  return route === '*' || route === '/*' || route === '/api/*' ? 'unknown' : route;
}

/** An admin, or whoever is on this machine where calls without a key are not denied. */
async function admitReader(app: AppContext, request: IncomingMessage): Promise<void> {
  const caller = await findCaller(app, request);
  if (caller && !caller.anonymous) {
    if (hasScope(caller, 'admin')) return;
    throw new AppError('forbidden', 'This call needs a key with the scope "admin"');
  }
  if (app.env.MOUTHPIECE_ANONYMOUS === 'deny' || !isDirectLoopback(request)) throw invalidToken();
}
