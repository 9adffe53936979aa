import type { WebhookEvent } from '../domain/webhook.ts';
import type { Db } from './db.ts';
import type { Prisma, WebhookEndpoint } from './generated/client.ts';
import type { DeliveryRow } from './webhook-deliveries.ts';

export type WebhookRow = WebhookEndpoint;
export type WebhookWithLast = WebhookRow & { deliveries: DeliveryRow[] };

const LAST = {
  deliveries: { orderBy: { id: 'desc' }, take: 1, include: { endpoint: true } },
} as const;

export function insertWebhook(
  tx: Db,
  row: Pick<WebhookRow, 'id' | 'keyId' | 'url' | 'description'> & { events: WebhookEvent[] },
): Promise<WebhookRow> {
  return tx.webhookEndpoint.create({ data: row });
}

export function countWebhooks(tx: Db, keyId: string): Promise<number> {
  return tx.webhookEndpoint.count({ where: { keyId } });
}

export function findWebhook(db: Db, id: string): Promise<WebhookWithLast | null> {
  return db.webhookEndpoint.findUnique({ where: { id }, include: LAST });
}

export function listWebhookRows(
  db: Db,
  keyId: string,
  page: { limit: number; cursor: string | undefined },
): Promise<WebhookWithLast[]> {
  return db.webhookEndpoint.findMany({
    where: { keyId, ...(page.cursor && { id: { lt: page.cursor } }) },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
    include: LAST,
  });
}

export async function changeWebhook(
  tx: Db,
  id: string,
  data: Prisma.WebhookEndpointUncheckedUpdateManyInput,
): Promise<void> {
  await tx.webhookEndpoint.updateMany({ where: { id }, data });
}

export async function deleteWebhookRow(tx: Db, id: string): Promise<void> {
  await tx.webhookEndpoint.deleteMany({ where: { id } });
}

/** Puts the next secret in the place of the present one, which signs on until then. False when another call came first. */
export async function nextWebhookSecret(
  db: Db,
  row: Pick<WebhookRow, 'id' | 'generation'>,
  previousUntil: Date,
): Promise<boolean> {
  const { count } = await db.webhookEndpoint.updateMany({
    where: { id: row.id, generation: row.generation },
    data: { generation: { increment: 1 }, previousUntil },
  });
  return count === 1;
}

/** Nothing is sent there any more, also of what was to be. @param reason null when a caller wants it so */
export async function disableWebhook(tx: Db, id: string, reason: string | null): Promise<void> {
  await changeWebhook(tx, id, { enabled: false, disabledReason: reason });
  await tx.webhookDelivery.updateMany({
    where: { endpointId: id, status: 'pending' },
    data: { status: 'failed', lastError: 'The endpoint was disabled' },
  });
}
