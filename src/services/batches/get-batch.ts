import { findBatch, listBatchTasks } from '../../data/batches.ts';
import type { Batch } from '../../domain/batch.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import { isEnded, type Task, type TaskStatus } from '../../domain/task.ts';
import { toTimestamp } from '../../domain/time.ts';
import type { CallContext } from '../context.ts';
import { renderTasks } from '../tasks/render-task.ts';

/** A batch with all its tasks, as far as they have come. */
export async function getBatch(ctx: CallContext, input: { id: string }): Promise<Batch> {
  const { pool } = ctx.database;
  const row = await findBatch(pool, input.id);
  if (!row || !mayAccess(ctx.caller, row.keyId)) {
    throw new AppError('not_found', 'There is no batch with this id');
  }
  const tasks = await renderTasks(ctx, await listBatchTasks(pool, row.id));
  const hasEnded = tasks.every(({ status }) => isEnded(status));
  return {
    id: row.id,
    status: hasEnded ? 'completed' : 'processing',
    by_status: countByStatus(tasks),
    created_at: toTimestamp(row.createdAt),
    completed_at: hasEnded ? lastEnd(tasks) : null,
    tasks,
  };
}

function countByStatus(tasks: Task[]): Batch['by_status'] {
  const of = (status: TaskStatus) => tasks.filter((task) => task.status === status).length;
  return {
    pending: of('pending'),
    processing: of('processing'),
    completed: of('completed'),
    failed: of('failed'),
    cancelled: of('cancelled'),
  };
}

function lastEnd(tasks: Task[]): string | null {
  return tasks.reduce<string | null>((last, { completed_at: end }) => {
    return end !== null && (last === null || end > last) ? end : last;
  }, null);
}
