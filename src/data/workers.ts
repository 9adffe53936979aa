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
  const seenAt = new Date();
  await db.worker.upsert({
    where: { id },
    create: { ...report, seenAt },
    update: { ...rest, seenAt },
  });
}

export async function removeWorker(db: Db, id: string): Promise<void> {
  await db.worker.deleteMany({ where: { id } });
}

/** What the workers heard of lately can do. */
export async function listLiveCapabilities(db: Db): Promise<Capabilities[]> {
  const rows = await db.worker.findMany({
    where: { seenAt: { gt: new Date(Date.now() - WORKER_SILENCE_MS) } },
    select: { capabilities: true },
  });
  return rows.map((row) => capabilitiesSchema.parse(row.capabilities));
}

/** Forgets workers that have been silent for a day. */
export async function forgetSilentWorkers(db: Db): Promise<void> {
  await db.worker.deleteMany({ where: { seenAt: { lt: new Date(Date.now() - 86_400_000) } } });
}
