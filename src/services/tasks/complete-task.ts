import { stat } from 'node:fs/promises';
import { insertAsset } from '../../data/assets.ts';
import { insertSpeechTiming } from '../../data/speech-timings.ts';
import { changeLeasedTask, type Lease } from '../../data/tasks.ts';
import type { AssetProbe } from '../../domain/asset.ts';
import { newId } from '../../domain/ids.ts';
import type { TimedPhoneme } from '../../domain/speech-timing.ts';
import type { StoredWord } from '../../domain/task.ts';
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
  await app.blobs.adopt(id, work.path);
  if (work.thumbnailPath && thumbnailBlob) await app.blobs.adopt(thumbnailBlob, work.thumbnailPath);
  try {
    await app.database.transaction(async (tx) => {
      const { keyId, filename, probe } = work;
      await insertAsset(tx, {
        ...probe,
        id,
        keyId,
        filename,
        status: 'ready',
        bytes: size,
        sha256,
        blob: id,
        thumbnailBlob,
      });
      const held = await changeLeasedTask(tx, lease, {
        status: 'completed',
        stage: 'done',
        progress: 1,
        engine: work.engine,
        outputAssetId: id,
        completedAt: new Date(),
        estimatedFinishAt: null,
      });
      if (!held) throw new LeaseLost();
      if (work.timing)
        await insertSpeechTiming(tx, { taskId: lease.taskId, keyId, ...work.timing });
    });
    return true;
  } catch (error) {
    await app.blobs.remove(id);
    if (thumbnailBlob) await app.blobs.remove(thumbnailBlob);
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}
