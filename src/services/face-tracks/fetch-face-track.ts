import { touchFaceTrack } from '../../data/face-tracks.ts';
import type { AppContext } from '../context.ts';
import { faceTrackKey, type TrackedFootage } from './face-track-key.ts';

/** Puts a kept track of this footage at `path`. @returns whether there was one; without it the work only takes longer */
export async function fetchFaceTrack(
  app: AppContext,
  footage: TrackedFootage,
  path: string,
): Promise<boolean> {
  try {
    const track = await touchFaceTrack(app.database.pool, faceTrackKey(footage));
    if (!track) return false;
    await app.blobs.fetchTo(track.blob, path);
    return true;
  } catch (error) {
    app.logger.warn({ err: error, sha256: footage.sha256 }, 'a face track could not be fetched');
    return false;
  }
}
