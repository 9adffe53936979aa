import { findAsset } from '../../data/assets.ts';
import type { Db } from '../../data/db.ts';
import type { DeliveryRow } from '../../data/webhook-deliveries.ts';
import type { BatchSnapshot, TaskSnapshot } from '../../data/webhook-outbox.ts';
import { taskStatusSchema, taskTypeSchema } from '../../domain/task.ts';
import { toTimestamp } from '../../domain/time.ts';
import { type BatchMessage, MAX_MESSAGE_BYTES, type TaskMessage } from '../../domain/webhook.ts';
import { renderProblem } from '../assets/render-asset.ts';
import type { AppContext } from '../context.ts';
import { renderOutput } from '../tasks/render-output.ts';

export type MessageSource = {
  database: { pool: Db };
  links: AppContext['links'];
  /** Where this installation is reached, for absolute links. */
  baseUrl: string;
};

/** Cut off, it still says what happened. */
const MAX_DETAIL_LENGTH = 2_000;

/** The body of a message as it is to be sent now: its links are signed anew at every try. */
export async function renderMessage(source: MessageSource, row: DeliveryRow): Promise<string> {
  const timestamp = toTimestamp(row.createdAt);
  if (row.type === 'batch.completed') return JSON.stringify(renderBatchMessage(row));
  if (row.taskId === null) {
    return JSON.stringify({ type: row.type, timestamp, data: { webhook_id: row.endpointId } });
  }
  const message = await renderTaskMessage(source, { ...row, taskId: row.taskId });
  const body = JSON.stringify(message);
  if (Buffer.byteLength(body) < MAX_MESSAGE_BYTES) return body;
  return JSON.stringify({ ...message, data: { ...message.data, metadata: null } });
}

async function renderTaskMessage(
  source: MessageSource,
  row: DeliveryRow & { taskId: string },
): Promise<TaskMessage> {
  const task = row.snapshot as TaskSnapshot;
  const asset =
    task.output_asset_id === null
      ? null
      : await findAsset(source.database.pool, task.output_asset_id);
  const output = renderOutput(
    asset,
    (path) => new URL(source.links.sign(path), source.baseUrl).href,
  );
  const completed_at = inSeconds(task.completed_at);
  const status = taskStatusSchema.parse(task.status);
  const detail = task.error_detail?.slice(0, MAX_DETAIL_LENGTH) ?? null;
  return {
    type: row.type,
    timestamp: toTimestamp(row.createdAt),
    task_id: row.taskId,
    status,
    completed_at,
    error_message: detail,
    result_url: output?.url ?? null,
    data: {
      id: row.taskId,
      type: taskTypeSchema.parse(task.type),
      status,
      batch_id: task.batch_id,
      created_at: toTimestamp(new Date(task.created_at)),
      started_at: inSeconds(task.started_at),
      completed_at,
      attempts: task.attempts,
      metadata: task.metadata as TaskMessage['data']['metadata'],
      output,
      error: renderProblem(task.error_code, detail),
    },
  };
}

function renderBatchMessage(row: DeliveryRow): BatchMessage {
  const { batch_id, created_at, completed_at, by_status } = row.snapshot as BatchSnapshot;
  return {
    type: 'batch.completed',
    timestamp: toTimestamp(row.createdAt),
    batch_id,
    status: 'completed',
    completed_at: toTimestamp(new Date(completed_at)),
    data: {
      id: batch_id,
      created_at: toTimestamp(new Date(created_at)),
      by_status: { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0, ...by_status },
    },
  };
}

function inSeconds(at: string | null): string | null {
  return at && toTimestamp(new Date(at));
}
