import { z } from 'zod';
import { problemSchema } from './asset.ts';
import { batchIdSchema, taskIdSchema, webhookIdSchema } from './ids.ts';
import { rotateKeySchema } from './key.ts';
import { pageQuerySchema } from './page.ts';
import { taskOutputSchema, taskStatusSchema, taskTypeSchema } from './task.ts';
import { countsByStatusSchema } from './task-list.ts';

export const webhookEventSchema = z.enum([
  'task.processing',
  'task.completed',
  'task.failed',
  'task.cancelled',
  'batch.completed',
]);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

export const SIGNING_SECRET_PREFIX = 'whsec_';
const secret = z
  .string()
  .meta({ examples: [`${SIGNING_SECRET_PREFIX}MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`] });

export const createWebhookSchema = z
  .strictObject({
    url: z.url().max(2_000).describe('Where messages are sent to, by POST'),
    description: z.string().trim().max(200).default(''),
    events: z
      .array(webhookEventSchema)
      .max(20)
      .default([])
      .describe('Which events it gets; empty means all'),
  })
  .meta({ id: 'CreateWebhook' });
export type CreateWebhook = z.infer<typeof createWebhookSchema>;

export const updateWebhookSchema = z
  .strictObject({
    url: createWebhookSchema.shape.url,
    description: z.string().trim().max(200),
    events: z.array(webhookEventSchema).max(20),
    enabled: z.boolean().describe('False drops what is still to be sent there'),
  })
  .partial();
export type UpdateWebhook = z.infer<typeof updateWebhookSchema>;

export const rotateSecretSchema = z.strictObject({
  grace_seconds: rotateKeySchema.shape.grace_seconds.describe(
    'How long the old secret signs too, with a signature of its own. 0 ends it at once',
  ),
});
export type RotateSecret = z.infer<typeof rotateSecretSchema>;

export const deliveryStatusSchema = z.enum(['pending', 'delivered', 'failed']);
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** Messages are named by the database: in the order of time, and known before they are sent. */
export const deliveryIdSchema = z
  .string()
  .regex(/^msg_[0-9a-f]{32}$/, { error: 'must be an id like msg_…' })
  .meta({ examples: ['msg_019a4f3c7d1e4b7a9c2d8e5f60718293'] });

export const deliverySchema = z
  .object({
    id: deliveryIdSchema.describe('The `webhook-id`: the same at every try'),
    webhook_id: webhookIdSchema
      .nullable()
      .describe('The endpoint it is for; null for the callback_url of a task'),
    url: z.url(),
    type: z.string().meta({ examples: ['task.completed'] }),
    task_id: taskIdSchema.nullable(),
    status: deliveryStatusSchema,
    attempts: z.number().int(),
    next_attempt_at: z.string().nullable().describe('Null once it is delivered or given up'),
    last_status_code: z.number().int().nullable().describe('What the receiver answered last'),
    last_error: z.string().nullable().describe('Why there was no such answer'),
    created_at: z.string(),
    delivered_at: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryDetailsSchema = deliverySchema
  .extend({
    log: z
      .array(
        z.object({
          number: z.number().int(),
          at: z.string(),
          status_code: z.number().int().nullable(),
          duration_ms: z.number().int().nullable(),
          answer: z.string().nullable().describe('The start of what the receiver said'),
          error: z.string().nullable(),
        }),
      )
      .describe('Every try, the first one first'),
  })
  .meta({ id: 'DeliveryDetails' });
export type DeliveryDetails = z.infer<typeof deliveryDetailsSchema>;

export const listDeliveriesSchema = pageQuerySchema.extend({
  webhook_id: webhookIdSchema.optional(),
  task_id: taskIdSchema.optional(),
  status: deliveryStatusSchema.optional(),
});
export type ListDeliveries = z.infer<typeof listDeliveriesSchema>;

export const webhookSchema = z
  .object({
    id: webhookIdSchema,
    url: z.url(),
    description: z.string(),
    events: z.array(webhookEventSchema).describe('Empty means all'),
    enabled: z.boolean(),
    disabled_reason: z
      .string()
      .nullable()
      .describe('Why it was disabled, unless that was done by a call'),
    failing_since: z
      .string()
      .nullable()
      .describe('Since when nothing has arrived there although it was tried'),
    previous_secret_until: z
      .string()
      .nullable()
      .describe('Until when the secret before the last rotation signs too'),
    last_delivery: deliverySchema.nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookWithSecretSchema = webhookSchema
  .extend({ secret: secret.describe('Signs every message. Shown here only: store it now') })
  .meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

export const deletedWebhookSchema = z.object({ id: webhookIdSchema, deleted: z.literal(true) });
export type DeletedWebhook = z.infer<typeof deletedWebhookSchema>;

export const callbackSecretSchema = z
  .object({
    secret,
    previous_secret: secret
      .nullable()
      .describe('The one before the last rotation, while it signs too'),
    previous_secret_until: z.string().nullable(),
  })
  .meta({ id: 'CallbackSecret' });
export type CallbackSecret = z.infer<typeof callbackSecretSchema>;

/** What is sent of a task: the flat fields for callers who look at nothing else, and the rest in `data`. */
export const taskMessageSchema = z
  .object({
    type: z.string().meta({ examples: ['task.completed'] }),
    timestamp: z.string().describe('When it happened, however late it is sent'),
    task_id: taskIdSchema,
    status: taskStatusSchema,
    completed_at: z.string().nullable(),
    error_message: z.string().nullable(),
    result_url: z.string().nullable().describe('Absolute; opens without a header until it expires'),
    data: z.object({
      id: taskIdSchema,
      type: taskTypeSchema,
      status: taskStatusSchema,
      batch_id: batchIdSchema.nullable(),
      created_at: z.string(),
      started_at: z.string().nullable(),
      completed_at: z.string().nullable(),
      attempts: z.number().int(),
      metadata: z
        .record(z.string(), z.string())
        .nullable()
        .describe('As the task was given it; null where it would not fit into 20 kB'),
      output: taskOutputSchema.omit({ words: true }).nullable().describe('Its links are absolute'),
      error: problemSchema.nullable(),
    }),
  })
  .meta({ id: 'TaskMessage' });
export type TaskMessage = z.infer<typeof taskMessageSchema>;

/** What is sent when the last task of a batch has ended, however. */
export const batchMessageSchema = z
  .object({
    type: z.literal('batch.completed'),
    timestamp: z.string(),
    batch_id: batchIdSchema,
    status: z.literal('completed'),
    completed_at: z.string(),
    data: z.object({
      id: batchIdSchema,
      created_at: z.string(),
      by_status: countsByStatusSchema,
    }),
  })
  .meta({ id: 'BatchMessage' });
export type BatchMessage = z.infer<typeof batchMessageSchema>;

export const MAX_MESSAGE_BYTES = 20_000;
export const MAX_WEBHOOKS_PER_KEY = 20;
/** Messages that are settled, and their log, are kept for so many days. */
export const DELIVERY_KEPT_DAYS = 30;
