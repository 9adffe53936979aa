import { findWords } from '../../data/speech-timings.ts';
import type { Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { getOwnTask } from './get-own-task.ts';
import { renderTask } from './render-task.ts';

/** A task with the version of its row, which is its ETag. */
export type VersionedTask = { task: Task; version: number };

export async function getTask(ctx: CallContext, input: { id: string }): Promise<VersionedTask> {
  const row = await getOwnTask(ctx, input.id);
  const words = row.outputAssetId ? await findWords(ctx.database.pool, row.id) : null;
  return { task: await renderTask(ctx, row, words), version: row.version };
}
