import { z } from 'zod';
import { webhookIdSchema } from '../../domain/ids.ts';
import { pageQuerySchema, pageSchema } from '../../domain/page.ts';
import {
  createWebhookSchema,
  deletedWebhookSchema,
  deliveryDetailsSchema,
  deliveryIdSchema,
  deliverySchema,
  listDeliveriesSchema,
  rotateSecretSchema,
  updateWebhookSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../../domain/webhook.ts';
import { createWebhook } from '../../services/webhooks/create-webhook.ts';
import { deleteWebhook } from '../../services/webhooks/delete-webhook.ts';
import { getDelivery } from '../../services/webhooks/get-delivery.ts';
import { getNewWebhook, getWebhook } from '../../services/webhooks/get-webhook.ts';
import { listDeliveries, listWebhookDeliveries } from '../../services/webhooks/list-deliveries.ts';
import { listWebhooks } from '../../services/webhooks/list-webhooks.ts';
import { replayDelivery } from '../../services/webhooks/replay-delivery.ts';
import { rotateWebhookSecret } from '../../services/webhooks/rotate-webhook-secret.ts';
import { testWebhook } from '../../services/webhooks/test-webhook.ts';
import { updateWebhook } from '../../services/webhooks/update-webhook.ts';
import { createOnce, ONCE_ERRORS, REPLAYED } from './idempotency.ts';
import { type Route, route } from './route.ts';

const byId = z.object({ id: webhookIdSchema });
const byDelivery = z.object({ id: deliveryIdSchema });
const SECRET = { 'Cache-Control': 'no-store' };

const create = route({
  method: 'post',
  path: '/webhooks',
  id: 'webhooks.create',
  tag: 'webhooks',
  access: 'create',
  summary: 'Have messages about your tasks sent to an address',
  status: 201,
  body: createWebhookSchema,
  response: webhookWithSecretSchema,
  errors: ['url_refused', 'conflict', ...ONCE_ERRORS],
  requestHeaders: ['Idempotency-Key'],
  headers: ['Location', 'Idempotency-Replayed'],
  example: {
    body: { url: 'https://shop.example.org/hook', events: ['task.completed', 'task.failed'] },
  },
  async run(ctx, { body, http }) {
    const { resourceId: id, replayed } = await createOnce(
      ctx,
      { headers: http.headers, operation: 'webhooks.create', body },
      async (once) => (await createWebhook(once, body)).id,
    );
    const headers = { ...SECRET, Location: `/api/v1/webhooks/${id}`, ...(replayed && REPLAYED) };
    return { body: await getNewWebhook(ctx, { id }), headers };
  },
});

const list = route({
  method: 'get',
  path: '/webhooks',
  id: 'webhooks.list',
  tag: 'webhooks',
  access: 'read',
  summary: 'Your webhooks, newest first, each with its last delivery',
  status: 200,
  query: pageQuerySchema,
  response: pageSchema(webhookSchema),
  run: async (ctx, { query }) => ({ body: await listWebhooks(ctx, query) }),
});

const get = route({
  method: 'get',
  path: '/webhooks/{id}',
  id: 'webhooks.get',
  tag: 'webhooks',
  access: 'read',
  summary: 'A webhook',
  status: 200,
  params: byId,
  response: webhookSchema,
  run: async (ctx, { params }) => ({ body: await getWebhook(ctx, params) }),
});

const update = route({
  method: 'patch',
  path: '/webhooks/{id}',
  id: 'webhooks.update',
  tag: 'webhooks',
  access: 'create',
  summary: 'Change a webhook, disable it or enable it again',
  status: 200,
  params: byId,
  body: updateWebhookSchema,
  response: webhookSchema,
  errors: ['url_refused'],
  example: { body: { enabled: true } },
  run: async (ctx, { params, body }) => ({
    body: await updateWebhook(ctx, { ...params, ...body }),
  }),
});

const remove = route({
  method: 'delete',
  path: '/webhooks/{id}',
  id: 'webhooks.delete',
  tag: 'webhooks',
  access: 'create',
  summary: 'Delete a webhook, with its log and what was still to be sent',
  status: 200,
  params: byId,
  response: deletedWebhookSchema,
  run: async (ctx, { params }) => ({ body: await deleteWebhook(ctx, params) }),
});

const rotateSecret = route({
  method: 'post',
  path: '/webhooks/{id}/rotate-secret',
  id: 'webhooks.rotateSecret',
  tag: 'webhooks',
  access: 'create',
  summary: 'Give a webhook a new secret; the old one signs too for a while',
  status: 200,
  params: byId,
  body: rotateSecretSchema,
  response: webhookWithSecretSchema,
  errors: ['conflict'],
  example: { body: { grace_seconds: 86400 } },
  run: async (ctx, { params, body }) => ({
    body: await rotateWebhookSecret(ctx, { ...params, ...body }),
    headers: SECRET,
  }),
});

const test = route({
  method: 'post',
  path: '/webhooks/{id}/test',
  id: 'webhooks.test',
  tag: 'webhooks',
  access: 'create',
  summary: 'Send a message of type webhook.test',
  description: 'Answers at once with the delivery; read it again to see what came of it.',
  status: 202,
  params: byId,
  response: deliverySchema,
  errors: ['conflict'],
  run: async (ctx, { params }) => ({ body: await testWebhook(ctx, params) }),
});

const ofWebhook = route({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  id: 'webhooks.deliveries',
  tag: 'webhooks',
  access: 'read',
  summary: 'What was sent to a webhook, newest first',
  status: 200,
  params: byId,
  query: pageQuerySchema,
  response: pageSchema(deliverySchema),
  run: async (ctx, { params, query }) => ({
    body: await listWebhookDeliveries(ctx, { ...params, ...query }),
  }),
});

const listAll = route({
  method: 'get',
  path: '/deliveries',
  id: 'deliveries.list',
  tag: 'webhooks',
  access: 'read',
  summary: 'What was sent to your webhooks and to the callback_url of your tasks, newest first',
  status: 200,
  query: listDeliveriesSchema,
  response: pageSchema(deliverySchema),
  run: async (ctx, { query }) => ({ body: await listDeliveries(ctx, query) }),
});

const getOne = route({
  method: 'get',
  path: '/deliveries/{id}',
  id: 'deliveries.get',
  tag: 'webhooks',
  access: 'read',
  summary: 'A delivery with every try: status, duration, start of the answer',
  status: 200,
  params: byDelivery,
  response: deliveryDetailsSchema,
  run: async (ctx, { params }) => ({ body: await getDelivery(ctx, params) }),
});

const replay = route({
  method: 'post',
  path: '/deliveries/{id}/replay',
  id: 'deliveries.replay',
  tag: 'webhooks',
  access: 'create',
  summary: 'Send a message again, under the same webhook-id',
  status: 202,
  params: byDelivery,
  response: deliveryDetailsSchema,
  errors: ['conflict'],
  run: async (ctx, { params }) => ({ body: await replayDelivery(ctx, params) }),
});

export const webhookRoutes: readonly Route[] = [
  ...[create, list, get, update, remove, rotateSecret, test, ofWebhook],
  ...[listAll, getOne, replay],
];
