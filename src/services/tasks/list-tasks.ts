import { listTaskRows } from '../../data/task-lists.ts';
import type { Page } from '../../domain/page.ts';
import type { Task } from '../../domain/task.ts';
import type { ListTasks } from '../../domain/task-list.ts';
import type { CallContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { renderTasks } from './render-task.ts';
import { taskWhere } from './task-where.ts';

export async function listTasks(ctx: CallContext, input: ListTasks): Promise<Page<Task>> {
  const rows = await listTaskRows(ctx.database.pool, taskWhere(ctx, input), input);
  const page = pageOf(rows, input.limit, (row) => row);
  return { ...page, data: await renderTasks(ctx, page.data) };
}
