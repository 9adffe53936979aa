import { type Capabilities, capabilitiesSchema, WORKER_SILENCE_MS } from '../domain/worker.ts';
import type { Db } from './db.ts';

export type WorkerReport = {
  id: string;
  machine: string;
  slots: number;
  busy: number;
  capabilities: Capabilities;
};

export async function reportWorker(db: Db, report: WorkerReport): Promise<void> {
  const { id, ...rest } = report;
  await db.worker.upsert({ where: { id }, create: report, update: rest });
  await db.$executeRaw`UPDATE workers SET seen_at = now() WHERE id = ${id}`;
}

export async function removeWorker(db: Db, id: string): Promise<void> {
  await db.worker.deleteMany({ where: { id } });
}

/** What the workers heard of lately can do. */
export async function listLiveCapabilities(db: Db): Promise<Capabilities[]> {
  const rows = await db.$queryRaw<{ capabilities: unknown }[]>`
    SELECT capabilities FROM workers
    WHERE seen_at > now() - ${WORKER_SILENCE_MS} * interval '1 millisecond'`;
  return rows.map((row) => capabilitiesSchema.parse(row.capabilities));
}

/** Forgets workers that have been silent for a day. */
export async function forgetSilentWorkers(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM workers WHERE seen_at < now() - interval '1 day'`;
}
