import { deleteFaceTrack, touchFaceTrack } from '../../data/face-tracks.ts';
import type { AppContext } from '../context.ts';
import { faceTrackKey, type TrackedFootage } from './face-track-key.ts';

/**
 * Puts a kept track of this footage at `path`.
 * @returns the name of its blob; null when there is none: without it the work only takes longer
 */
export async function fetchFaceTrack(
  app: AppContext,
  footage: TrackedFootage,
  path: string,
): Promise<string | null> {
  try {
    const track = await touchFaceTrack(app.database.pool, faceTrackKey(footage));
    if (!track) return null;
    if (await app.blobs.stat(track.blob)) {
      await app.blobs.fetchTo(track.blob, path);
      return track.blob;
    }
    await deleteFaceTrack(app.database.pool, track.blob);
  } catch (error) {
    app.logger.warn({ err: error, sha256: footage.sha256 }, 'a face track could not be fetched');
  }
  return null;
}
