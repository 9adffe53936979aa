import type { Context, Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import { type Caller, hasScope } from '../../domain/key.ts';
import type { CallContext } from '../../services/context.ts';
import { anonymousCaller } from '../../services/keys/anonymous-caller.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { getCaller } from '../authentication.ts';
import { createOnce, REPLAYED } from '../rest/idempotency.ts';
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
  const admit = async (c: Context<ApiEnv>) => {
    const caller = await getCaller(app, c.env.incoming);
    if (hasScope(caller, 'create')) return caller;
    throw new AppError('forbidden', 'This call needs a key with the scope "create"');
  };
  const serve = async (c: Context<ApiEnv>) =>
    asProblemResponse(app, await handle(c, await admit(c)));
  hono.post(UPLOADS_PATH, async (c) => {
    const caller = await admit(c);
    const { headers } = c.req.raw;
    const begin = async () => asProblemResponse(app, await handle(c, caller));
    return beginOnce({ ...app, caller }, headers, begin);
  });
  hono.on(['PATCH', 'DELETE'], `${UPLOADS_PATH}/:id`, serve);
  hono.get(`${UPLOADS_PATH}/:id`, (c, next) => (c.req.method === 'HEAD' ? serve(c) : next()));
  // Says what the server can do; needs no credential and tells nothing about uploads.
  hono.options(`${UPLOADS_PATH}/:id?`, (c) => handle(c, anonymousCaller()));
}

class NotBegun extends Error {
  readonly answer: Response;

  constructor(answer: Response) {
    super('the upload was refused');
    this.answer = answer;
  }
}

/** Begins at most one upload for the call's Idempotency-Key: HEAD tells how far the one before has come. */
async function beginOnce(
  ctx: CallContext,
  headers: Headers,
  begin: () => Promise<Response>,
): Promise<Response> {
  let answer: Response | undefined;
  const body = ['upload-length', 'upload-metadata'].map((name) => headers.get(name));
  const call = { headers, operation: 'uploads.create', body };
  try {
    const { resourceId } = await createOnce(ctx, call, async () => {
      answer = await begin();
      const location = answer.headers.get('Location');
      if (!location) throw new NotBegun(answer);
      return location;
    });
    return answer ?? new Response(null, { status: 201, headers: begunBefore(resourceId) });
  } catch (error) {
    if (error instanceof NotBegun) return error.answer;
    throw error;
  }
}

const begunBefore = (location: string) => ({
  ...REPLAYED,
  Location: location,
  'Tus-Resumable': '1.0.0',
});

export const TUS_METHODS = [
  { method: 'POST', pattern: new RegExp(`^${UPLOADS_PATH}$`) },
  ...['HEAD', 'PATCH', 'DELETE'].map((method) => ({
    method,
    pattern: new RegExp(`^${UPLOADS_PATH}/[^/]+$`),
  })),
];
