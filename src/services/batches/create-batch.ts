import type { Batch, CreateBatch } from '../../domain/batch.ts';
import { AppError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import type { CallContext } from '../context.ts';
import { createTasks } from '../tasks/create-tasks.ts';
import { getBatch } from './get-batch.ts';

/** Many tasks, or none of them: each is checked as by a call of its own before the first is stored. */
export async function createBatch(ctx: CallContext, input: CreateBatch): Promise<Batch> {
  const most = ctx.env.MOUTHPIECE_LIMIT_BATCH_TASKS;
  if (input.tasks.length > most) {
    const detail = `may have at most ${most}: make several batches of them`;
    const fields = [{ pointer: '/tasks', detail }];
    throw new AppError('validation_failed', `tasks ${detail}`, { fields });
  }
  const id = newId('batch');
  await createTasks(ctx, { requests: input.tasks, batchId: id });
  return getBatch(ctx, { id });
}
