import type { Batch } from '../../domain/batch.ts';
import { AppError } from '../../domain/errors.ts';
import { isEnded } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { getBatch } from './get-batch.ts';

/** Cancels what still lives of a batch; what has ended stays as it is. */
export async function cancelBatch(ctx: CallContext, input: { id: string }): Promise<Batch> {
  requireScope(ctx.caller, 'create');
  const { tasks } = await getBatch(ctx, input);
  for (const { id } of tasks.filter(({ status }) => !isEnded(status))) {
    await cancelTask(ctx, { id }).catch(passEnded);
  }
  return getBatch(ctx, input);
}

/** One that has ended or gone meanwhile needs no cancelling. */
function passEnded(error: unknown): void {
  const isOver = error instanceof AppError && /^(conflict|not_found)$/.test(error.code);
  if (!isOver) throw error;
}
