import { getStorageUsage } from '../../services/usage/get-storage-usage.ts';
import { procedureFor, router } from './trpc.ts';

export const usageRouter = router({
  storage: procedureFor('read').query(({ ctx }) => getStorageUsage(ctx)),
});
