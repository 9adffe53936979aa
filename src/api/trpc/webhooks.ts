import { z } from 'zod';
import { webhookIdSchema } from '../../domain/ids.ts';
import { pageQuerySchema } from '../../domain/page.ts';
import {
  createWebhookSchema,
  deliveryIdSchema,
  listDeliveriesSchema,
  rotateSecretSchema,
  updateWebhookSchema,
} from '../../domain/webhook.ts';
import { createWebhook } from '../../services/webhooks/create-webhook.ts';
import { deleteWebhook } from '../../services/webhooks/delete-webhook.ts';
import { getDelivery } from '../../services/webhooks/get-delivery.ts';
import { getWebhook } from '../../services/webhooks/get-webhook.ts';
import { listDeliveries, listWebhookDeliveries } from '../../services/webhooks/list-deliveries.ts';
import { listWebhooks } from '../../services/webhooks/list-webhooks.ts';
import { replayDelivery } from '../../services/webhooks/replay-delivery.ts';
import { rotateWebhookSecret } from '../../services/webhooks/rotate-webhook-secret.ts';
import { testWebhook } from '../../services/webhooks/test-webhook.ts';
import { updateWebhook } from '../../services/webhooks/update-webhook.ts';
import { readForward } from './read-forward.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: webhookIdSchema });
const byDelivery = z.strictObject({ id: deliveryIdSchema });

export const webhooksRouter = router({
  create: procedureFor('create')
    .input(createWebhookSchema)
    .mutation(({ ctx, input }) => createWebhook(ctx, input)),
  list: procedureFor('read')
    .input(pageQuerySchema.extend(readForward))
    .query(({ ctx, input }) => listWebhooks(ctx, input)),
  get: procedureFor('read')
    .input(byId)
    .query(({ ctx, input }) => getWebhook(ctx, input)),
  update: procedureFor('create')
    .input(updateWebhookSchema.extend(byId.shape))
    .mutation(({ ctx, input }) => updateWebhook(ctx, input)),
  delete: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => deleteWebhook(ctx, input)),
  rotateSecret: procedureFor('create')
    .input(rotateSecretSchema.extend(byId.shape))
    .mutation(({ ctx, input }) => rotateWebhookSecret(ctx, input)),
  test: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => testWebhook(ctx, input)),
  deliveries: procedureFor('read')
    .input(pageQuerySchema.extend(byId.shape).extend(readForward))
    .query(({ ctx, input }) => listWebhookDeliveries(ctx, input)),
});

export const deliveriesRouter = router({
  list: procedureFor('read')
    .input(listDeliveriesSchema.extend(readForward))
    .query(({ ctx, input }) => listDeliveries(ctx, input)),
  get: procedureFor('read')
    .input(byDelivery)
    .query(({ ctx, input }) => getDelivery(ctx, input)),
  replay: procedureFor('create')
    .input(byDelivery)
    .mutation(({ ctx, input }) => replayDelivery(ctx, input)),
});
