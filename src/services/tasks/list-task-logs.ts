import { listTaskLogRows } from '../../data/task-logs.ts';
import type { TaskLogs } from '../../domain/task-list.ts';
import { toTimestamp } from '../../domain/time.ts';
import type { CallContext } from '../context.ts';
import { getOwnTask } from './get-own-task.ts';

/** What happened to the task, try by try, oldest first. */
export async function listTaskLogs(ctx: CallContext, input: { id: string }): Promise<TaskLogs> {
  const row = await getOwnTask(ctx, input.id);
  const lines = await listTaskLogRows(ctx.database.pool, row.id);
  return { data: lines.map(({ at, ...line }) => ({ at: toTimestamp(at), ...line })) };
}
