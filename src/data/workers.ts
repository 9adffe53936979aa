import {
  type Capabilities,
  capabilitiesSchema,
  type SlotState,
  slotStateSchema,
  WORKER_SILENCE_MS,
} from '../domain/worker.ts';
import type { Db } from './db.ts';

export type WorkerReport = {
  id: string;
  machine: string;
  slots: number;
  busy: number;
  capabilities: Capabilities;
  slotStates?: SlotState[];
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

export type WorkerRow = {
  id: string;
  machine: string;
  slots: number;
  busy: number;
  capabilities: Capabilities;
  slotStates: SlotState[];
  draining: boolean;
  startedAt: Date;
  seenAt: Date;
  /** By the clock of the database. */
  silentMs: number;
};

/**
 * Every worker that has not said goodbye, by name and age; those that fell silent and have since been replaced on their
 * machine are left out.
 */
export async function listWorkers(db: Db): Promise<WorkerRow[]> {
  const rows = await db.$queryRaw<
    (Omit<WorkerRow, 'capabilities' | 'slotStates'> & { capabilities: unknown; states: unknown })[]
  >`
    SELECT id, machine, slots, busy, capabilities, slot_states AS states, draining,
      started_at AS "startedAt", seen_at AS "seenAt",
      (extract(epoch FROM now() - seen_at) * 1000)::float8 AS "silentMs"
    FROM workers w
    WHERE seen_at > now() - ${WORKER_SILENCE_MS} * interval '1 millisecond' OR NOT EXISTS (
      SELECT 1 FROM workers newer WHERE newer.machine = w.machine AND newer.started_at > w.seen_at)
    ORDER BY machine, id`;
  return rows.map(({ states, ...row }) => ({
    ...row,
    capabilities: capabilitiesSchema.parse(row.capabilities),
    slotStates: slotStateSchema.array().parse(states),
  }));
}

/** False when there is no such worker. */
export async function setWorkerDraining(db: Db, id: string, draining: boolean): Promise<boolean> {
  const { count } = await db.worker.updateMany({ where: { id }, data: { draining } });
  return count === 1;
}

export async function isWorkerDraining(db: Db, id: string): Promise<boolean> {
  const row = await db.worker.findUnique({ where: { id }, select: { draining: true } });
  return row?.draining ?? false;
}

/** Forgets workers that have been silent for a day. */
export async function forgetSilentWorkers(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM workers WHERE seen_at < now() - interval '1 day'`;
}
