import type { DeliveryRow, DeliveryWithLog } from '../../data/webhook-deliveries.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';
import { type Delivery, type DeliveryDetails, deliveryStatusSchema } from '../../domain/webhook.ts';

/** Where the message goes to. */
export function addressOf({ endpoint, callbackUrl }: DeliveryRow): string {
  return endpoint?.url ?? callbackUrl ?? '';
}

export function renderDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    webhook_id: row.endpointId,
    url: addressOf(row),
    type: row.type,
    task_id: row.taskId,
    status: deliveryStatusSchema.parse(row.status),
    attempts: row.attempts,
    next_attempt_at: row.status === 'pending' ? toTimestamp(row.dueAt) : null,
    last_status_code: row.lastStatusCode,
    last_error: row.lastError,
    created_at: toTimestamp(row.createdAt),
    delivered_at: toTimestampOrNull(row.deliveredAt),
  };
}

export function renderDeliveryDetails(row: DeliveryWithLog): DeliveryDetails {
  const log = row.log.map(({ number, at, statusCode, durationMs, answer, error }) => ({
    ...{ number, at: toTimestamp(at), status_code: statusCode, duration_ms: durationMs },
    ...{ answer, error },
  }));
  return { ...renderDelivery(row), log };
}
