import { stat } from 'node:fs/promises';
import { putFaceTrack } from '../../data/face-tracks.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import type { AppContext } from '../context.ts';
import { faceTrackKey, type TrackedFootage } from './face-track-key.ts';

/** An hour at 25 fps takes less. */
const MOST_BYTES = 128 * 2 ** 20;

/**
 * Keeps the track of a face for the next video of the same footage; the path is gone afterwards. A track that was at hand
 * and is not used or ended earlier, `over`, is replaced.
 */
export async function keepFaceTrack(
  app: AppContext,
  footage: TrackedFootage,
  track: { path: string; frames: number; over: string | null },
): Promise<void> {
  try {
    const { size: bytes } = await stat(track.path);
    if (bytes > MOST_BYTES) return;
    const blob = newId('track');
    await app.blobs.adopt(blob, track.path);
    await passFaultPoint('track-stored');
    const row = { key: faceTrackKey(footage), assetSha256: footage.sha256, blob, bytes };
    const useless = await app.database.transaction((tx) =>
      putFaceTrack(tx, { ...row, frames: track.frames, usedAt: new Date() }, track.over),
    );
    if (useless) await app.blobs.remove(useless);
  } catch (error) {
    app.logger.warn({ err: error, sha256: footage.sha256 }, 'a face track could not be kept');
  }
}
