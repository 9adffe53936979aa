import { access, constants } from 'node:fs/promises';
import { databaseNow } from '../../data/db.ts';
import type { WorkerRow } from '../../data/workers.ts';
import type { System, SystemPart } from '../../domain/system.ts';
import type { AppContext } from '../context.ts';
import { type DiskSpace, readDiskSpace } from './disk-space.ts';

/** A database that takes longer than this to say that it is there makes every page wait. */
const SLOW_DATABASE_MS = 250;

type Parts = { parts: System['parts']; disk: DiskSpace | null; databaseMs: number };

/** How each part does that work needs, in a sentence. @param live workers heard of lately */
export async function readParts(app: AppContext, live: WorkerRow[]): Promise<Parts> {
  const askedAt = performance.now();
  const [databaseMs, disk] = await Promise.all([
    databaseNow(app.database.pool).then(() => performance.now() - askedAt),
    access(app.paths.blobs, constants.W_OK).then(
      () => readDiskSpace(app),
      () => null,
    ),
  ]);
  const parts = { database: database(databaseMs), storage: storage(disk), worker: worker(live) };
  return { parts, disk, databaseMs: Math.round(databaseMs * 10) / 10 };
}

function database(ms: number): SystemPart {
  return ms > SLOW_DATABASE_MS
    ? { state: 'slow', sentence: `The database answers slowly (${Math.round(ms)} ms)` }
    : { state: 'ok', sentence: 'The database answers' };
}

function storage(disk: DiskSpace | null): SystemPart {
  if (!disk) return { state: 'down', sentence: 'Files cannot be written' };
  return disk.freeBytes < disk.floorBytes
    ? { state: 'full', sentence: 'The disk is nearly full: new work is refused' }
    : { state: 'ok', sentence: 'Files can be written' };
}

function worker(live: WorkerRow[]): SystemPart {
  if (live.length === 0) return { state: 'down', sentence: 'No worker is running' };
  const taking = live.filter(({ draining }) => !draining).length;
  if (taking === 0) return { state: 'draining', sentence: 'Every worker is draining' };
  return {
    state: 'ok',
    sentence: taking === 1 ? 'One worker takes work' : `${taking} workers take work`,
  };
}
