import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { insertAsset } from '../../data/assets.ts';
import { insertSpeechTiming } from '../../data/speech-timings.ts';
import { changeLeasedTask, findTask, type Lease } from '../../data/tasks.ts';
import type { AssetProbe } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import type { TimedPhoneme } from '../../domain/speech-timing.ts';
import type { StoredWord } from '../../domain/task.ts';
import { keepUntil } from '../assets/keep-until.ts';
import { sha256OfFile } from '../assets/sha256-of-file.ts';
import type { AppContext } from '../context.ts';
import { LeaseLost } from './lease.ts';

export type FinishedWork = {
  keyId: string;
  path: string;
  thumbnailPath: string | null;
  filename: string;
  probe: AssetProbe;
  /** Of speech made here. */
  timing: { words: StoredWord[]; phonemes: TimedPhoneme[]; sha256: string } | null;
  engine: string;
};

/** The database may be away for a moment: the work of an hour is not thrown away for that. */
const COMMIT_PAUSES_MS = [200, 500, 1_000, 2_000, 4_000];

/** Publishes the file and ends the task, or, when the lease is lost, leaves no trace. @returns whether it was published */
export async function completeTask(
  app: AppContext,
  lease: Lease,
  work: FinishedWork,
): Promise<boolean> {
  const id = newId('asset');
  const { size } = await stat(work.path);
  const sha256 = await sha256OfFile(work.path);
  const thumbnailBlob = work.thumbnailPath ? `${id}.webp` : null;
  await passFaultPoint('product-checked');
  await app.blobs.adopt(id, work.path);
  if (work.thumbnailPath && thumbnailBlob) await app.blobs.adopt(thumbnailBlob, work.thumbnailPath);
  await passFaultPoint('product-stored');
  const published = await commit(app, lease, { ...work, id, bytes: size, sha256, thumbnailBlob });
  if (!published) {
    await app.blobs.remove(id);
    if (thumbnailBlob) await app.blobs.remove(thumbnailBlob);
  }
  await passFaultPoint('task-committed');
  return published;
}

type StoredWork = FinishedWork & {
  id: string;
  bytes: number;
  sha256: string;
  thumbnailBlob: string | null;
};

/**
 * Records the stored file, again and again while the database is away. When all that fails, nobody knows whether it was
 * recorded: the bytes stay, and are swept if no row names them. @returns false when the lease is lost
 */
async function commit(app: AppContext, lease: Lease, work: StoredWork): Promise<boolean> {
  for (const pauseMs of COMMIT_PAUSES_MS) {
    try {
      return await record(app, lease, work);
    } catch (error) {
      if (error instanceof AppError) throw error;
      app.logger.warn({ err: error, ...lease }, 'a result could not be recorded yet');
      await delay(pauseMs);
    }
  }
  return record(app, lease, work);
}

async function record(app: AppContext, lease: Lease, work: StoredWork): Promise<boolean> {
  const { id, keyId, filename, probe, bytes, sha256, thumbnailBlob } = work;
  const before = await findTask(app.database.pool, lease.taskId);
  if (before?.outputAssetId === id) return true;
  try {
    await app.database.transaction(async (tx) => {
      const expiresAt = await keepUntil(tx, app, { keyId, made: 'as a result' });
      const file = { filename, bytes, sha256, blob: id, thumbnailBlob, expiresAt };
      await insertAsset(tx, { ...probe, ...file, id, keyId, status: 'ready' });
      const held = await changeLeasedTask(tx, lease, {
        status: 'completed',
        stage: 'done',
        progress: 1,
        engine: work.engine,
        outputAssetId: id,
        completedAt: new Date(),
        estimatedFinishAt: null,
        reservedMs: probe.durationMs ?? 0,
      });
      if (!held) throw new LeaseLost();
      if (work.timing)
        await insertSpeechTiming(tx, { taskId: lease.taskId, keyId, ...work.timing });
      if (!(await app.blobs.stat(id)))
        throw new AppError('engine_failed', 'The finished file was lost before it was recorded');
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}
