import type { Context, Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import { type Caller, hasScope } from '../../domain/key.ts';
import { anonymousCaller } from '../../services/keys/anonymous-caller.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { getCaller } from '../authentication.ts';
import { withNodeBody } from './receive-body.ts';
import { asProblemResponse } from './tus-error.ts';
import { createTusHandler, type PartialUploads, UPLOADS_PATH } from './tus-server.ts';

/** Resumable uploads. Reading the bytes back is not part of the protocol: `/assets/ID/content` does that. */
export function mountTus(hono: Hono<ApiEnv>, api: ApiContext, store: PartialUploads): void {
  const { app } = api;
  const tus = createTusHandler(app, store);
  const handle = async (c: Context<ApiEnv>, caller: Caller) => {
    const request = withNodeBody(c.req.raw, c.env.incoming);
    const response = await tus(request, { ...app, caller });
    // Who may read the answer is said for every transport alike, by `cors`.
    response.headers.delete('Access-Control-Allow-Origin');
    response.headers.delete('Access-Control-Expose-Headers');
    return response;
  };
  const serve = async (c: Context<ApiEnv>) => {
    const caller = await getCaller(app, c.env.incoming);
    if (!hasScope(caller, 'create')) {
      throw new AppError('forbidden', 'This call needs a key with the scope "create"');
    }
    return asProblemResponse(app, await handle(c, caller));
  };
  hono.post(UPLOADS_PATH, serve);
  hono.on(['PATCH', 'DELETE'], `${UPLOADS_PATH}/:id`, serve);
  hono.get(`${UPLOADS_PATH}/:id`, (c, next) => (c.req.method === 'HEAD' ? serve(c) : next()));
  // Says what the server can do; needs no credential and tells nothing about uploads.
  hono.options(`${UPLOADS_PATH}/:id?`, (c) => handle(c, anonymousCaller()));
}

export const TUS_METHODS = [
  { method: 'POST', pattern: new RegExp(`^${UPLOADS_PATH}$`) },
  ...['HEAD', 'PATCH', 'DELETE'].map((method) => ({
    method,
    pattern: new RegExp(`^${UPLOADS_PATH}/[^/]+$`),
  })),
];
