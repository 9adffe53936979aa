import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { insertAsset } from '../../data/assets.ts';
import { lockKey } from '../../data/db.ts';
import { insertSpeechTiming } from '../../data/speech-timings.ts';
import { changeLeasedTask, findTask, type Lease } from '../../data/tasks.ts';
import type { AssetProbe } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import type { TimedPhoneme } from '../../domain/speech-timing.ts';
import type { StoredWord } from '../../domain/task.ts';
import { keepUntil } from '../assets/keep-until.ts';
import { removeAssetBytes } from '../assets/remove-asset-bytes.ts';
import { sha256OfFile } from '../assets/sha256-of-file.ts';
import type { AppContext } from '../context.ts';
import { despiteOutage } from '../despite-outage.ts';
import { fillPlaces } from './enqueue.ts';
import { LeaseLost } from './lease.ts';

export type FinishedWork = {
  keyId: string;
  path: string;
  thumbnailPath: string | null;
  /** WebVTT or SubRip, by its ending. */
  captionsPath: string | null;
  filename: string;
  probe: AssetProbe;
  /** Of speech made here. */
  timing: { words: StoredWord[]; phonemes: TimedPhoneme[]; sha256: string } | null;
  engine: string;
};

/** Publishes the file and ends the task, or, when the lease is lost, leaves no trace. @returns whether it was published */
export async function completeTask(
  app: AppContext,
  lease: Lease,
  work: FinishedWork,
): Promise<boolean> {
  const id = newId('asset');
  const { size } = await stat(work.path);
  const sha256 = await sha256OfFile(work.path);
  const thumbnailBlob = nameBeside(id, work.thumbnailPath);
  const captionsBlob = nameBeside(id, work.captionsPath);
  await passFaultPoint('product-checked');
  await app.blobs.adopt(id, work.path);
  if (work.thumbnailPath && thumbnailBlob) await app.blobs.adopt(thumbnailBlob, work.thumbnailPath);
  if (work.captionsPath && captionsBlob) await app.blobs.adopt(captionsBlob, work.captionsPath);
  await passFaultPoint('product-stored');
  const stored = { ...work, id, bytes: size, sha256, blob: id, thumbnailBlob, captionsBlob };
  const published = await despiteOutage(app, 'a result', () => record(app, lease, stored));
  if (!published) await removeAssetBytes(app, stored);
  await passFaultPoint('task-committed');
  return published;
}

type StoredWork = FinishedWork & {
  id: string;
  bytes: number;
  sha256: string;
  blob: string;
  thumbnailBlob: string | null;
  captionsBlob: string | null;
};

/** A file that belongs to an asset is named after it, with its own ending. */
function nameBeside(id: string, path: string | null): string | null {
  return path && `${id}${extname(path)}`;
}

/** Safe to repeat. When all tries fail the bytes stay, and are swept if no row names them. @returns false when the lease is lost */
async function record(app: AppContext, lease: Lease, work: StoredWork): Promise<boolean> {
  const { id, keyId, filename, probe, bytes, sha256, blob, thumbnailBlob, captionsBlob } = work;
  const before = await findTask(app.database.pool, lease.taskId);
  if (before?.outputAssetId === id) return true;
  try {
    await app.database.transaction(async (tx) => {
      await lockKey(tx, keyId);
      const expiresAt = await keepUntil(tx, app, { keyId, made: 'as a result' });
      const file = { filename, bytes, sha256, blob, thumbnailBlob, captionsBlob, expiresAt };
      await insertAsset(tx, { ...probe, ...file, id, keyId, status: 'ready', origin: 'made' });
      const held = await changeLeasedTask(tx, lease, {
        status: 'completed',
        stage: 'done',
        progress: 1,
        engine: work.engine,
        outputAssetId: id,
        estimatedFinishAt: null,
        reservedMs: probe.durationMs ?? 0,
      });
      if (!held) throw new LeaseLost();
      await fillPlaces(tx, app, keyId);
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
