import {
  isWorkerDraining,
  removeWorker,
  reportWorker,
  type WorkerReport,
} from '../../data/workers.ts';
import type { AppContext } from '../context.ts';

export type { WorkerReport };

/** Says that this worker is alive and what it can do; to be repeated every few seconds. */
export async function announceWorker(app: AppContext, report: WorkerReport): Promise<void> {
  await reportWorker(app.database.pool, report);
}

export async function withdrawWorker(app: AppContext, id: string): Promise<void> {
  await removeWorker(app.database.pool, id);
}

/** Whether an operator wants this worker to take nothing new. */
export function mayTakeWork(app: AppContext, id: string): Promise<boolean> {
  return isWorkerDraining(app.database.pool, id).then((draining) => !draining);
}
