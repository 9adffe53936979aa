import { AppError } from '../../domain/errors.ts';
import type { ChangedTasks, ChangeTasks } from '../../domain/task-list.ts';
import { renderProblem } from '../assets/render-asset.ts';
import type { CallContext } from '../context.ts';
import { cancelTask } from './cancel-task.ts';
import { deleteTask } from './delete-task.ts';
import { retryTask } from './retry-task.ts';

type Changed = ChangedTasks['data'][number];

/** Does the same to each of these tasks; one that cannot be changed does not keep the others. */
export async function changeTasks(ctx: CallContext, input: ChangeTasks): Promise<ChangedTasks> {
  const data: Changed[] = [];
  for (const id of new Set(input.ids)) {
    try {
      data.push({ id, ...(await change(ctx, input.action, id)), error: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = renderProblem(error.code, error.message);
      data.push({ id, status: null, deleted: false, error: problem });
    }
  }
  return { data };
}

async function change(
  ctx: CallContext,
  action: ChangeTasks['action'],
  id: string,
): Promise<Pick<Changed, 'status' | 'deleted'>> {
  switch (action) {
    case 'cancel':
      return { status: (await cancelTask(ctx, { id })).status, deleted: false };
    case 'retry':
      return { status: (await retryTask(ctx, { id })).status, deleted: false };
    case 'delete': {
      const { status, deleted } = await deleteTask(ctx, { id });
      return { status, deleted };
    }
    default:
      return action satisfies never;
  }
}
