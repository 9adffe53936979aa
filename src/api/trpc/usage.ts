import { usageQuerySchema } from '../../domain/usage.ts';
import { getStorageUsage } from '../../services/usage/get-storage-usage.ts';
import { listUsage } from '../../services/usage/list-usage.ts';
import { procedureFor, router } from './trpc.ts';

export const usageRouter = router({
  list: procedureFor('read')
    .input(usageQuerySchema)
    .query(({ ctx, input }) => listUsage(ctx, input)),
  storage: procedureFor('read').query(({ ctx }) => getStorageUsage(ctx)),
});
