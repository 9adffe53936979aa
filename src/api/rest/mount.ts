import type { Context, Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import { type Caller, hasScope } from '../../domain/key.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { findCaller, findLinkHolder } from '../authentication.ts';
import { invalidToken, readSecrets } from '../credentials.ts';
import { limitCalls } from '../rate-limit.ts';
import type { HttpCall, Route } from './route.ts';
import { addressOf, routes } from './routes.ts';

/** Gives every line of the table its Hono route. */
export function mountRest(hono: Hono<ApiEnv>, api: ApiContext): void {
  for (const route of routes) {
    const path = addressOf(route).replace(/\{(\w+)\}/g, ':$1');
    hono.on(route.method.toUpperCase(), path, async (c) => {
      c.set('refusal', route.refusal);
      const caller = await admit(api, route, c);
      return route.serve(api.app, caller, toCall(c, api));
    });
  }
}

async function admit(api: ApiContext, route: Route, c: Context<ApiEnv>): Promise<Caller | null> {
  if (route.access === 'anyone') {
    // None is needed, but a wrong one is wrong everywhere.
    if (readSecrets(c.env.incoming).length > 0) await findCaller(api.app, c.env.incoming);
    return null;
  }
  if (route.access === 'link') {
    const holder = await findLinkHolder(api.app, c.env.incoming);
    // Whoever opens a signed link is no caller.
    const isSigned = c.req.query('sig') !== undefined;
    if (holder && !isSigned) limitCalls(api.app, holder, c.env.incoming);
    return holder;
  }
  const caller = await findCaller(api.app, c.env.incoming);
  if (!caller) throw invalidToken();
  if (!hasScope(caller, route.access)) {
    throw new AppError('forbidden', `This call needs a key with the scope "${route.access}"`);
  }
  limitCalls(api.app, caller, c.env.incoming);
  return caller;
}

/** What few routes read is made when it is read. */
function toCall(c: Context<ApiEnv>, api: ApiContext): HttpCall {
  return {
    request: c.env.incoming,
    method: c.req.method,
    headers: c.req.raw.headers,
    params: c.req.param(),
    query: c.req.url.includes('?') ? queryOf(c) : {},
    get signal() {
      return AbortSignal.any([c.req.raw.signal, api.closing]);
    },
    get hungUp() {
      return c.req.raw.signal;
    },
  };
}

function queryOf(c: Context<ApiEnv>): HttpCall['query'] {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}

export const REST_METHODS = routes.map((route) => ({
  method: route.method.toUpperCase(),
  pattern: new RegExp(`^${addressOf(route).replace(/\{\w+\}/g, '[^/]+')}$`),
}));
