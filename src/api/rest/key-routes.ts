import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { keyIdSchema, ownKeyIdSchema } from '../../domain/ids.ts';
import {
  type CreatedKey,
  createdKeySchema,
  createKeySchema,
  keySchema,
  rotateKeySchema,
  updateKeySchema,
} from '../../domain/key.ts';
import { pageQuerySchema, pageSchema } from '../../domain/page.ts';
import { callbackSecretSchema, rotateSecretSchema } from '../../domain/webhook.ts';
import { createKey } from '../../services/keys/create-key.ts';
import { getKey } from '../../services/keys/get-key.ts';
import { listKeys } from '../../services/keys/list-keys.ts';
import { revokeKey } from '../../services/keys/revoke-key.ts';
import { rotateKey } from '../../services/keys/rotate-key.ts';
import { updateKey } from '../../services/keys/update-key.ts';
import {
  getCallbackSecret,
  rotateCallbackSecret,
} from '../../services/webhooks/callback-secret.ts';
import { createOnce, ONCE_ERRORS } from './idempotency.ts';
import { type Route, route } from './route.ts';

const create = route({
  method: 'post',
  path: '/keys',
  id: 'keys.create',
  tag: 'keys',
  access: 'admin',
  summary: 'Create a key; its secret is shown once',
  status: 201,
  body: createKeySchema,
  response: createdKeySchema,
  example: { body: { name: 'learning platform', scopes: ['read', 'create'] } },
  requestHeaders: ['Idempotency-Key'],
  errors: [...ONCE_ERRORS, 'conflict'],
  async run(ctx, { body, http }) {
    let created: CreatedKey | undefined;
    const call = { headers: http.headers, operation: 'keys.create', body };
    const { resourceId } = await createOnce(ctx, call, async (once) => {
      created = await createKey(once, body);
      return created.id;
    });
    if (!created) {
      throw new AppError(
        'conflict',
        `An earlier call with this Idempotency-Key made ${resourceId}, and its answer was the only one with the secret: rotate that key for a new one`,
      );
    }
    return { body: created, headers: { 'Cache-Control': 'no-store' } };
  },
});

const list = route({
  method: 'get',
  path: '/keys',
  id: 'keys.list',
  tag: 'keys',
  access: 'admin',
  summary: 'All keys, newest first',
  status: 200,
  query: pageQuerySchema,
  response: pageSchema(keySchema),
  run: async (ctx, { query }) => ({ body: await listKeys(ctx, query) }),
});

const byId = z.object({ id: keyIdSchema });

const get = route({
  method: 'get',
  path: '/keys/{id}',
  id: 'keys.get',
  tag: 'keys',
  access: 'admin',
  summary: 'One key',
  status: 200,
  params: byId,
  response: keySchema,
  run: async (ctx, { params }) => ({ body: await getKey(ctx, params) }),
});

const update = route({
  method: 'patch',
  path: '/keys/{id}',
  id: 'keys.update',
  tag: 'keys',
  access: 'admin',
  summary: 'Change the name, the expiry or the limits of a key',
  status: 200,
  params: byId,
  body: updateKeySchema,
  response: keySchema,
  example: { body: { limits: { output_minutes_per_day: 120 } } },
  run: async (ctx, { params, body }) => ({ body: await updateKey(ctx, { ...params, ...body }) }),
});

const rotate = route({
  method: 'post',
  path: '/keys/{id}/rotate',
  id: 'keys.rotate',
  tag: 'keys',
  access: 'admin',
  summary: 'Give a key a new secret; the old one works on for a while',
  status: 200,
  params: byId,
  body: rotateKeySchema,
  response: createdKeySchema,
  errors: ['conflict'],
  example: { body: { grace_seconds: 86400 } },
  run: async (ctx, { params, body }) => ({
    body: await rotateKey(ctx, { ...params, ...body }),
    headers: { 'Cache-Control': 'no-store' },
  }),
});

const revoke = route({
  method: 'delete',
  path: '/keys/{id}',
  id: 'keys.revoke',
  tag: 'keys',
  access: 'admin',
  summary: 'Revoke a key; what it made stays',
  status: 200,
  params: byId,
  errors: ['conflict'],
  response: keySchema,
  run: async (ctx, { params: { id } }) => ({ body: await revokeKey(ctx, { id }) }),
});

const ownOrAny = z.object({ id: ownKeyIdSchema });

const callbackSecret = route({
  method: 'get',
  path: '/keys/{id}/callback-secret',
  id: 'keys.callbackSecret',
  tag: 'keys',
  access: 'create',
  summary: 'What signs the callbacks of the tasks of a key',
  description:
    'With `self`, of the calling key. That of another key, or of calls without one, is for admins.',
  status: 200,
  params: ownOrAny,
  response: callbackSecretSchema,
  run: async (ctx, { params }) => ({
    body: await getCallbackSecret(ctx, params),
    headers: { 'Cache-Control': 'no-store' },
  }),
});

const rotateCallback = route({
  method: 'post',
  path: '/keys/{id}/callback-secret/rotate',
  id: 'keys.rotateCallbackSecret',
  tag: 'keys',
  access: 'create',
  summary: 'Give callbacks a new secret; the old one signs too for a while',
  status: 200,
  params: ownOrAny,
  body: rotateSecretSchema,
  response: callbackSecretSchema,
  errors: ['conflict'],
  example: { body: { grace_seconds: 86400 } },
  run: async (ctx, { params, body }) => ({
    body: await rotateCallbackSecret(ctx, { ...params, ...body }),
    headers: { 'Cache-Control': 'no-store' },
  }),
});

export const keyRoutes: readonly Route[] = [
  ...[create, list, get, update, rotate, revoke],
  ...[callbackSecret, rotateCallback],
];
