import { removeWorker, reportWorker, type WorkerReport } from '../../data/workers.ts';
import type { AppContext } from '../context.ts';

export type { WorkerReport };

/** Says that this worker is alive and what it can do; to be repeated every few seconds. */
export async function announceWorker(app: AppContext, report: WorkerReport): Promise<void> {
  await reportWorker(app.database.pool, report);
}

export async function withdrawWorker(app: AppContext, id: string): Promise<void> {
  await removeWorker(app.database.pool, id);
}
