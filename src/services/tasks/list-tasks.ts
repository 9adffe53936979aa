import { listTaskRows } from '../../data/tasks.ts';
import type { Page } from '../../domain/page.ts';
import type { ListTasks, Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { renderTask } from './render-task.ts';

export async function listTasks(ctx: CallContext, input: ListTasks): Promise<Page<Task>> {
  const rows = await listTaskRows(ctx.database.pool, { ...input, keyId: ctx.caller.keyId });
  const page = pageOf(rows, input.limit, (row) => row);
  return { ...page, data: await Promise.all(page.data.map((row) => renderTask(ctx, row))) };
}
