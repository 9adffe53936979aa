import type { TaskStatus } from '../domain/task.ts';
import type { Db } from './db.ts';
import { OUTBOX_CHANNEL } from './event-feed.ts';
import { Prisma, type Task } from './generated/client.ts';

/** What a message says of its task: how it was when the message was written, whatever becomes of it until it is sent. */
export type TaskSnapshot = {
  type: string;
  status: string;
  batch_id: string | null;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  attempts: number;
  metadata: unknown;
  error_code: string | null;
  error_detail: string | null;
  output_asset_id: string | null;
};

/**
 * Writes the messages that tell of a task's new status: to its callback address, unless that has said that it is gone,
 * and to the endpoints of its key that want them. Only a callback hears that a task waits again.
 */
export function messagesOf(task: Task): Prisma.Sql {
  const type = `task.${task.status}`;
  const snapshot = JSON.stringify(snapshotOf(task));
  return Prisma.sql`
    INSERT INTO webhook_deliveries
      (key_id, endpoint_id, callback_url, type, task_id, task_version, snapshot)
    SELECT ${task.keyId}, to_whom.endpoint_id, to_whom.callback_url, ${type}, ${task.id},
      ${task.version}::int, ${snapshot}::jsonb
    FROM (
      SELECT NULL::text AS endpoint_id, ${task.callbackUrl}::text AS callback_url
      WHERE ${task.callbackUrl !== null} AND NOT EXISTS (
        SELECT 1 FROM webhook_deliveries
        WHERE task_id = ${task.id} AND endpoint_id IS NULL AND last_status_code = 410)
      UNION ALL
      SELECT id, NULL FROM webhook_endpoints
      WHERE key_id = ${task.keyId} AND enabled AND ${task.status !== 'pending'}
        AND (events = '{}' OR ${type} = ANY (events))
    ) AS to_whom
    RETURNING 1`;
}

export type BatchSnapshot = {
  batch_id: string;
  created_at: string;
  completed_at: string;
  by_status: Partial<Record<TaskStatus, number>>;
};

/**
 * Writes the messages that a batch has ended, if this was the last of its tasks to end. The lock makes one of two that
 * end at the same time the last.
 */
export async function recordBatchEnd(tx: Db, batchId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM batches WHERE id = ${batchId} FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    WITH state AS (
      SELECT status, count(*) AS tasks, max(completed_at) AS ended
      FROM tasks WHERE batch_id = ${batchId} GROUP BY status
    ), message AS (
      INSERT INTO webhook_deliveries (key_id, endpoint_id, type, snapshot)
      SELECT batch.key_id, endpoint.id, 'batch.completed', jsonb_build_object(
        'batch_id', batch.id, 'created_at', batch.created_at,
        'completed_at', (SELECT max(ended) FROM state),
        'by_status', (SELECT jsonb_object_agg(status, tasks) FROM state))
      FROM batches batch JOIN webhook_endpoints endpoint ON endpoint.key_id = batch.key_id
      WHERE batch.id = ${batchId} AND endpoint.enabled
        AND (endpoint.events = '{}' OR 'batch.completed' = ANY (endpoint.events))
        AND NOT EXISTS (SELECT 1 FROM state WHERE status IN ('pending', 'processing'))
      RETURNING 1
    )
    SELECT count(pg_notify(${OUTBOX_CHANNEL}, '')) FROM message`;
}

/** That a task was made is no change of it; that it was made and has ended at once is one. */
export function messagesOfNewTask(task: Task): Prisma.Sql {
  return task.status === 'pending' ? Prisma.sql`SELECT 1 WHERE false` : messagesOf(task);
}

function snapshotOf(task: Task): TaskSnapshot {
  return {
    type: task.type,
    status: task.status,
    batch_id: task.batchId,
    created_at: task.createdAt.toISOString(),
    started_at: task.startedAt?.toISOString() ?? null,
    completed_at: task.completedAt?.toISOString() ?? null,
    attempts: task.attempt,
    metadata: task.metadata,
    error_code: task.errorCode,
    error_detail: task.errorDetail,
    output_asset_id: task.outputAssetId,
  };
}
