import { findTask, type TaskRow } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import type { CallContext } from '../context.ts';

/** @throws AppError `not_found` also for what belongs to another key: it does not exist for this caller */
export async function getOwnTask(ctx: CallContext, id: string): Promise<TaskRow> {
  const row = await findTask(ctx.database.pool, id);
  if (!row || !mayAccess(ctx.caller, row.keyId)) {
    throw new AppError('not_found', 'There is no task with this id');
  }
  return row;
}
