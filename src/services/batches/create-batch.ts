import type { Batch, CreateBatch } from '../../domain/batch.ts';
import { newId } from '../../domain/ids.ts';
import type { CallContext } from '../context.ts';
import { createTasks } from '../tasks/create-tasks.ts';
import { getBatch } from './get-batch.ts';

/** Many tasks, or none of them: each is checked as by a call of its own before the first is stored. */
export async function createBatch(ctx: CallContext, input: CreateBatch): Promise<Batch> {
  const id = newId('batch');
  await createTasks(ctx, { requests: input.tasks, batchId: id });
  return getBatch(ctx, { id });
}
