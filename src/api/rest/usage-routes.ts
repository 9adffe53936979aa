import { storageUsageSchema } from '../../domain/asset.ts';
import { getStorageUsage } from '../../services/usage/get-storage-usage.ts';
import { type Route, route } from './route.ts';

const storage = route({
  method: 'get',
  path: '/usage/storage',
  id: 'usage.storage',
  tag: 'assets',
  access: 'read',
  summary: 'What your files take, and how much they may',
  status: 200,
  response: storageUsageSchema,
  run: async (ctx) => ({ body: await getStorageUsage(ctx) }),
});

export const usageRoutes: readonly Route[] = [storage];
