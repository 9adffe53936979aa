import { dispatcherRoutes } from '../dialects/dispatcher.ts';
import { lipsyncRoutes } from '../dialects/lipsync.ts';
import { assetRoutes } from './asset-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { machineRoutes } from './machine-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import type { Route } from './route.ts';
import { systemRoutes } from './system-routes.ts';
import { taskRoutes } from './task-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** The REST API, whole: what is mounted is what is documented. */
export const routes: readonly Route[] = [
  ...assetRoutes,
  ...taskRoutes,
  ...batchRoutes,
  ...eventRoutes,
  ...previewRoutes,
  ...catalogueRoutes,
  ...keyRoutes,
  ...webhookRoutes,
  ...usageRoutes,
  ...systemRoutes,
  ...machineRoutes,
  ...lipsyncRoutes,
  ...dispatcherRoutes,
];

export const REST_BASE = '/api/v1';

/** Where a line of the table answers, parameters in braces. */
export function addressOf({ path, atRoot }: Pick<Route, 'path' | 'atRoot'>): string {
  return atRoot ? path : REST_BASE + path;
}
