import { z } from 'zod';
import { createBatchSchema } from '../../domain/batch.ts';
import { batchIdSchema } from '../../domain/ids.ts';
import { cancelBatch } from '../../services/batches/cancel-batch.ts';
import { createBatch } from '../../services/batches/create-batch.ts';
import { getBatch } from '../../services/batches/get-batch.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: batchIdSchema });

export const batchesRouter = router({
  create: procedureFor('create')
    .input(createBatchSchema)
    .mutation(({ ctx, input }) => createBatch(ctx, input)),
  get: procedureFor('read')
    .input(byId)
    .query(({ ctx, input }) => getBatch(ctx, input)),
  cancel: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => cancelBatch(ctx, input)),
});
