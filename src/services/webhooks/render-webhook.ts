import type { WebhookRow, WebhookWithLast } from '../../data/webhook-endpoints.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';
import { type Webhook, type WebhookWithSecret, webhookEventSchema } from '../../domain/webhook.ts';
import type { AppContext } from '../context.ts';
import { renderDelivery } from './render-delivery.ts';
import { currentSecret } from './signing-secrets.ts';

export function renderWebhook(row: WebhookRow & Partial<WebhookWithLast>): Webhook {
  const [last] = row.deliveries ?? [];
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: webhookEventSchema.array().parse(row.events),
    enabled: row.enabled,
    disabled_reason: row.disabledReason,
    failing_since: toTimestampOrNull(row.failingSince),
    previous_secret_until: toTimestampOrNull(row.previousUntil),
    last_delivery: last ? renderDelivery(last) : null,
    created_at: toTimestamp(row.createdAt),
  };
}

export function renderWithSecret(app: AppContext, row: WebhookRow): WebhookWithSecret {
  return { ...renderWebhook(row), secret: currentSecret(app, row) };
}
