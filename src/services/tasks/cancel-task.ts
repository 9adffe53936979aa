import { lockKey } from '../../data/db.ts';
import { changeTask } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { fillPlaces } from './enqueue.ts';
import { getOwnTask } from './get-own-task.ts';
import { renderTask } from './render-task.ts';

/**
 * The task is cancelled from this moment: whoever runs it holds the lease no longer and hears of it at once.
 * @throws AppError `conflict` when it has already ended otherwise
 */
export async function cancelTask(ctx: CallContext, input: { id: string }): Promise<Task> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnTask(ctx, input.id);
  const cancelled = await ctx.database.transaction(async (tx) => {
    await lockKey(tx, row.keyId);
    const task = await changeTask(
      tx,
      { id: row.id, status: ['pending', 'processing'] },
      { status: 'cancelled', estimatedFinishAt: null },
    );
    if (task?.jobId) await ctx.queue.drop(tx, 'run-task', task.jobId);
    if (task) await fillPlaces(tx, ctx, row.keyId);
    return task;
  });
  await passFaultPoint('task-cancelled');
  const now = await getOwnTask(ctx, input.id);
  if (!cancelled && now.status !== 'cancelled') {
    throw new AppError('conflict', `The task has already ${now.status}`);
  }
  return renderTask(ctx, now);
}
