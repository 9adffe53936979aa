import type { CreateTask, Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { createTasks } from './create-tasks.ts';
import { renderTask } from './render-task.ts';

/** Validates the request against what is installed, stores the task and sends its job, all or nothing. */
export async function createTask(ctx: CallContext, input: CreateTask): Promise<Task> {
  const [row] = await createTasks(ctx, { requests: [input], batchId: null });
  if (!row) throw new Error('no task came of a request');
  return renderTask(ctx, row);
}
