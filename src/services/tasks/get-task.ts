import { findTaskView } from '../../data/task-views.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import type { Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { renderTaskView } from './render-task.ts';

/** A task with the version of its row, which is its ETag. */
export type VersionedTask = { task: Task; version: number };

/** @throws AppError `not_found` also for what belongs to another key: it does not exist for this caller */
export async function getTask(ctx: CallContext, input: { id: string }): Promise<VersionedTask> {
  const view = await findTaskView(ctx.database, input.id);
  if (!view || !mayAccess(ctx.caller, view.keyId)) {
    throw new AppError('not_found', 'There is no task with this id');
  }
  return { task: renderTaskView(ctx, view), version: view.version };
}
