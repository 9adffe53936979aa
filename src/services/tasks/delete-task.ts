import { deleteUnusedAsset } from '../../data/assets.ts';
import { changeTask, deleteTaskRow } from '../../data/tasks.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { type DeletedTask, isEnded, taskStatusSchema } from '../../domain/task.ts';
import { removeAssetBytes } from '../assets/remove-asset-bytes.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { removePreview } from '../previews/remove-previews.ts';
import { cancelTask } from './cancel-task.ts';
import { getOwnTask } from './get-own-task.ts';

/** A live task is cancelled and stays; an ended one goes with its result. */
export async function deleteTask(ctx: CallContext, input: { id: string }): Promise<DeletedTask> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnTask(ctx, input.id);
  const status = taskStatusSchema.parse(row.status);
  if (!isEnded(status)) {
    const cancelled = await cancelTask(ctx, input);
    return { id: row.id, task_id: row.id, status: cancelled.status, deleted: false };
  }
  const asset = row.outputAsset;
  await removePreview(ctx, row.id);
  await ctx.database.transaction(async (tx) => {
    await changeTask(tx, { id: row.id, status: [status] }, {});
    await deleteTaskRow(tx, row.id);
    if (asset) await deleteUnusedAsset(tx, asset.id);
  });
  await passFaultPoint('task-deleted');
  if (asset) await removeAssetBytes(ctx, asset);
  return { id: row.id, task_id: row.id, status, deleted: true };
}
