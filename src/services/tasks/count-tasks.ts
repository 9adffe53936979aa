import { countTaskRows } from '../../data/task-lists.ts';
import type { CountTasks, TaskCounts } from '../../domain/task-list.ts';
import type { CallContext } from '../context.ts';
import { taskWhere } from './task-where.ts';

/** How many of the caller's tasks there are in each status. */
export async function countTasks(ctx: CallContext, input: CountTasks): Promise<TaskCounts> {
  const counts = await countTaskRows(ctx.database.pool, taskWhere(ctx, input));
  const of = (status: keyof TaskCounts['by_status']) => counts.get(status) ?? 0;
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    by_status: {
      pending: of('pending'),
      processing: of('processing'),
      completed: of('completed'),
      failed: of('failed'),
      cancelled: of('cancelled'),
    },
  };
}
