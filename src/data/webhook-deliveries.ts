import type { DeliveryStatus } from '../domain/webhook.ts';
import type { Db } from './db.ts';
import type {
  Key,
  Prisma,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
} from './generated/client.ts';

export type DeliveryRow = WebhookDelivery & { endpoint: WebhookEndpoint | null };
export type DeliveryWithLog = DeliveryRow & { log: WebhookAttempt[] };
/** A message with what it takes to sign it. */
export type ClaimedDelivery = DeliveryRow & { key: Key };
/** Who sends a message: nobody has begun a later try. */
export type DeliveryLease = { id: string; attempts: number };

export type DueDelivery = { id: string; keyId: string; host: string };

/** An earlier message about the same task is waited for while it is due within this time. */
const SOON_MS = 10_000;

/**
 * Messages to be sent now, those that are due longest first, but none to these hosts or of these keys. One about a task
 * comes after those about what the task was before, unless one of these has failed and waits long for its next try.
 */
export function listDueDeliveries(
  db: Db,
  query: { now: Date; limit: number; fullHosts: string[]; fullKeys: string[] },
): Promise<DueDelivery[]> {
  const { now, limit, fullHosts, fullKeys } = query;
  const soon = new Date(now.getTime() + SOON_MS);
  return db.$queryRaw`
    SELECT id, key_id AS "keyId", host FROM (
      SELECT d.id, d.key_id, d.task_id, d.task_version, d.endpoint_id, d.due_at,
        substring(coalesce(e.url, d.callback_url) FROM '^[a-z]+://([^/?#]+)') AS host
      FROM webhook_deliveries d LEFT JOIN webhook_endpoints e ON e.id = d.endpoint_id
      WHERE d.status = 'pending' AND d.due_at <= ${now}
        AND (d.lease_expires_at IS NULL OR d.lease_expires_at <= ${now})
        AND (e.id IS NULL OR e.enabled)
    ) AS due
    WHERE host <> ALL (${fullHosts}) AND key_id <> ALL (${fullKeys})
      AND NOT EXISTS (
        SELECT 1 FROM webhook_deliveries earlier
        WHERE earlier.task_id = due.task_id AND earlier.task_version < due.task_version
          AND earlier.endpoint_id IS NOT DISTINCT FROM due.endpoint_id
          AND earlier.status = 'pending' AND earlier.due_at <= ${soon})
    ORDER BY due_at, id LIMIT ${limit}`;
}

/** Begins a try of those of these messages that nobody else has begun meanwhile. */
export async function claimDeliveries(
  db: Db,
  ids: string[],
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<ClaimedDelivery[]> {
  if (ids.length === 0) return [];
  const claimed = await db.$queryRaw<{ id: string }[]>`
    WITH claimed AS (
      UPDATE webhook_deliveries
      SET attempts = attempts + 1, lease_expires_at = ${new Date(now.getTime() + leaseMs)}
      WHERE id = ANY (${ids}) AND status = 'pending' AND due_at <= ${now}
        AND (lease_expires_at IS NULL OR lease_expires_at <= ${now})
      RETURNING id, attempts
    ), begun AS (
      INSERT INTO webhook_attempts (delivery_id, number, at)
      SELECT id, attempts, ${now} FROM claimed
    )
    SELECT id FROM claimed`;
  return db.webhookDelivery.findMany({
    where: { id: { in: claimed.map(({ id }) => id) } },
    include: { endpoint: true, key: true },
    orderBy: { dueAt: 'asc' },
  });
}

export type AttemptResult = Pick<WebhookAttempt, 'statusCode' | 'durationMs' | 'answer' | 'error'>;

/** What came of a try. False, and only the log is written, when a later one has begun or the message is settled. */
export async function recordAttempt(
  tx: Db,
  { id, attempts }: DeliveryLease,
  {
    result,
    changes,
  }: { result: AttemptResult; changes: Prisma.WebhookDeliveryUpdateManyArgs['data'] },
): Promise<boolean> {
  await tx.webhookAttempt.updateMany({
    where: { deliveryId: id, number: attempts },
    data: result,
  });
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, attempts, status: 'pending' },
    data: {
      ...changes,
      leaseExpiresAt: null,
      lastStatusCode: result.statusCode,
      lastError: result.error,
    },
  });
  return count === 1;
}

/** The callback address of this task is gone: what was still to be sent there is given up. */
export async function giveUpCallbacks(tx: Db, taskId: string): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { taskId, endpointId: null, status: 'pending' },
    data: { status: 'failed', lastError: 'The address has said that it is gone' },
  });
}

export function insertTestDelivery(
  tx: Db,
  row: { keyId: string; endpointId: string; type: string },
): Promise<DeliveryRow> {
  return tx.webhookDelivery.create({
    data: { ...row, snapshot: {} },
    include: { endpoint: true },
  });
}

export type DeliveryFilter = {
  keyId: string;
  endpointId: string | undefined;
  taskId: string | undefined;
  status: DeliveryStatus | undefined;
};

export function listDeliveryRows(
  db: Db,
  { keyId, endpointId, taskId, status }: DeliveryFilter,
  page: { limit: number; cursor: string | undefined },
): Promise<DeliveryRow[]> {
  return db.webhookDelivery.findMany({
    where: {
      keyId,
      ...(endpointId && { endpointId }),
      ...(taskId && { taskId }),
      ...(status && { status }),
      ...(page.cursor && { id: { lt: page.cursor } }),
    },
    include: { endpoint: true },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
  });
}

export function findDelivery(db: Db, id: string): Promise<DeliveryWithLog | null> {
  return db.webhookDelivery.findUnique({
    where: { id },
    include: { endpoint: true, log: { orderBy: { number: 'asc' } } },
  });
}

/** To be sent again from now on, with all its tries. */
export async function requeueDelivery(tx: Db, id: string, now: Date): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { id },
    data: { status: 'pending', failures: 0, dueAt: now, deliveredAt: null },
  });
}

/** How many messages are still to be sent, and for how long the one that is due longest has been due. */
export async function readOutbox(db: Db): Promise<{ waiting: number; lateS: number }> {
  const [row] = await db.$queryRaw<{ waiting: number; lateS: number }[]>`
    SELECT count(*)::int AS waiting,
      greatest(0, extract(epoch FROM now() - min(due_at)))::float8 AS "lateS"
    FROM webhook_deliveries WHERE status = 'pending'`;
  if (!row) throw new Error('the database did not tell of the outbox');
  return row;
}

/** Removes what was settled long ago. */
export async function forgetDeliveries(db: Db, olderThanDays: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM webhook_deliveries
    WHERE status <> 'pending' AND created_at < now() - ${olderThanDays} * interval '1 day'`;
}
