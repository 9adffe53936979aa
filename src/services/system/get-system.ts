import packageJson from '../../../package.json' with { type: 'json' };
import { listWaitingGroups } from '../../data/system-figures.ts';
import { listWorkers, type WorkerRow } from '../../data/workers.ts';
import { hasScope } from '../../domain/key.ts';
import type { System } from '../../domain/system.ts';
import { WORKER_SILENCE_MS } from '../../domain/worker.ts';
import type { CallContext } from '../context.ts';
import { listRunningTasks } from '../machines/list-running-tasks.ts';
import { renderMachines } from '../machines/render-machine.ts';
import { explainWaiting } from './explain-waiting.ts';
import { readParts } from './read-parts.ts';
import { readSlowFigures } from './slow-figures.ts';

/** How the installation does: all of it for `admin`, for other keys what concerns their own work. */
export async function getSystem(ctx: CallContext): Promise<System> {
  const { pool } = ctx.database;
  const all = hasScope(ctx.caller, 'admin');
  const whose = all ? null : ctx.caller.keyId;
  const [waiting, workers, running, figures] = await Promise.all([
    listWaitingGroups(pool, whose),
    listWorkers(pool),
    listRunningTasks(ctx),
    readSlowFigures(ctx, whose),
  ]);
  const live = workers.filter(({ silentMs }) => silentMs < WORKER_SILENCE_MS);
  const { parts, disk, databaseMs } = await readParts(ctx, live);
  const { week, storedBytes, databaseBytes } = figures;
  const reasons = explainWaiting(waiting, live);
  const isAnyoneIll = all && live.length < workers.length;
  return {
    version: packageJson.version,
    scope: all ? 'everything' : 'own',
    status: statusOf(parts, isAnyoneIll || reasons.some(({ reason }) => reason === 'no_engine')),
    parts,
    queue: {
      waiting: waiting.reduce((sum, { tasks }) => sum + tasks, 0),
      running: running.filter(({ keyId }) => all || keyId === whose).length,
      oldest_wait_seconds: oldest(waiting.map(({ oldestS }) => oldestS)),
      reasons,
    },
    capacity: capacityOf(live),
    machines: all ? renderMachines(workers, running) : null,
    storage: {
      stored_bytes: storedBytes,
      disk_free_bytes: all && disk ? disk.freeBytes : null,
      disk_bytes: all && disk ? disk.totalBytes : null,
      disk_floor_bytes: all && disk ? disk.floorBytes : null,
      database_bytes: all ? databaseBytes : null,
    },
    database_ms: databaseMs,
    week,
  };
}

function statusOf(parts: System['parts'], wantsAttention: boolean): System['status'] {
  const states = Object.values(parts).map(({ state }) => state);
  if (states.includes('down')) return 'down';
  return states.every((state) => state === 'ok') && !wantsAttention ? 'working' : 'impaired';
}

function oldest(ages: number[]): number | null {
  return ages.length === 0 ? null : Math.max(0, Math.floor(Math.max(...ages)));
}

function capacityOf(live: WorkerRow[]): System['capacity'] {
  const taking = live.filter(({ draining }) => !draining);
  const sum = (of: (worker: WorkerRow) => number) =>
    taking.reduce((total, worker) => total + of(worker), 0);
  return {
    workers: taking.length,
    slots: sum(({ slots }) => slots),
    busy: sum(({ busy }) => busy),
  };
}
