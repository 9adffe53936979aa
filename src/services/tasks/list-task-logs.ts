import { listTaskLogRows, type TaskLogRow } from '../../data/task-logs.ts';
import type { CallContext } from '../context.ts';
import { getOwnTask } from './get-own-task.ts';

/** What happened to the task, try by try, oldest first. */
export async function listTaskLogs(ctx: CallContext, input: { id: string }): Promise<TaskLogRow[]> {
  const row = await getOwnTask(ctx, input.id);
  return listTaskLogRows(ctx.database.pool, row.id);
}
