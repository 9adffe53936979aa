import { storageUsageSchema } from '../../domain/asset.ts';
import { usageQuerySchema, usageSchema } from '../../domain/usage.ts';
import { getStorageUsage } from '../../services/usage/get-storage-usage.ts';
import { listUsage } from '../../services/usage/list-usage.ts';
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

const list = route({
  method: 'get',
  path: '/usage',
  id: 'usage.list',
  tag: 'keys',
  access: 'read',
  summary: 'What a key made, day by day; an admin key sees every key',
  description:
    'Days (UTC) on which nothing happened are left out. `stored_bytes` is what was stored at the end of the day, or is now.',
  status: 200,
  query: usageQuerySchema,
  response: usageSchema,
  run: async (ctx, { query }) => ({ body: await listUsage(ctx, query) }),
});

export const usageRoutes: readonly Route[] = [list, storage];
