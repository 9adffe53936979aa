import { deleteUnusedAsset, listAssetsOnlyOf } from '../../data/assets.ts';
import { changeTask, deleteTaskRow } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { type DeletedTask, isEnded, taskStatusSchema } from '../../domain/task.ts';
import { removeAssetBytes } from '../assets/remove-asset-bytes.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { removePreview } from '../previews/remove-previews.ts';
import { cancelTask } from './cancel-task.ts';
import { getOwnTask } from './get-own-task.ts';

/**
 * A live task is cancelled and stays; an ended one goes with its result and with what was sent for it alone, as does one
 * that ends while it should be cancelled.
 * @throws AppError `not_found` also for the later of two that delete it at once
 */
export async function deleteTask(ctx: CallContext, input: { id: string }): Promise<DeletedTask> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnTask(ctx, input.id);
  const status = taskStatusSchema.parse(row.status);
  if (!isEnded(status)) {
    const cancelled = await cancelTask(ctx, input).catch(nullIfEnded);
    if (!cancelled) return deleteTask(ctx, input);
    return { id: row.id, task_id: row.id, status: cancelled.status, deleted: false };
  }
  await removePreview(ctx, row.id);
  const gone = await ctx.database.transaction(async (tx) => {
    if (!(await changeTask(tx, { id: row.id, status: [status] }, {}))) return null;
    const files = await listAssetsOnlyOf(tx, row.id);
    if (row.outputAsset) files.push(row.outputAsset);
    await deleteTaskRow(tx, row.id);
    const unused = [];
    for (const file of files) if (await deleteUnusedAsset(tx, file.id)) unused.push(file);
    return unused;
  });
  if (!gone) return deleteTask(ctx, input);
  await passFaultPoint('task-deleted');
  for (const file of gone) await removeAssetBytes(ctx, file);
  return { id: row.id, task_id: row.id, status, deleted: true };
}

function nullIfEnded(error: unknown): null {
  if (error instanceof AppError && error.code === 'conflict') return null;
  throw error;
}
