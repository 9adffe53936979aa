import { z } from 'zod';
import { keyIdSchema } from '../../domain/ids.ts';
import { createdKeySchema, createKeySchema, keySchema } from '../../domain/key.ts';
import { pageQuerySchema, pageSchema } from '../../domain/page.ts';
import { createKey } from '../../services/keys/create-key.ts';
import { listKeys } from '../../services/keys/list-keys.ts';
import { revokeKey } from '../../services/keys/revoke-key.ts';
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
  run: async (ctx, { body }) => ({
    body: await createKey(ctx, body),
    headers: { 'Cache-Control': 'no-store' },
  }),
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

const revoke = route({
  method: 'delete',
  path: '/keys/{id}',
  id: 'keys.revoke',
  tag: 'keys',
  access: 'admin',
  summary: 'Revoke a key; what it made stays',
  status: 200,
  params: z.object({ id: keyIdSchema }),
  response: keySchema,
  run: async (ctx, { params: { id } }) => ({ body: await revokeKey(ctx, { id }) }),
});

export const keyRoutes: readonly Route[] = [create, list, revoke];
