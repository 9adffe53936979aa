import { deleteFaceTracksBeyond, deleteFaceTracksWithoutAsset } from '../../data/face-tracks.ts';
import type { AppContext } from '../context.ts';

type Kept = Pick<AppContext, 'blobs' | 'database'>;

/** All tracks of an installation take so much at most. */
const MOST_BYTES = 2 * 2 ** 30;

/** To be called when an asset of this content is gone: with the last one goes what was seen in it. */
export async function removeFaceTracksOf(app: Kept, sha256: string): Promise<void> {
  await removeBlobs(app, await deleteFaceTracksWithoutAsset(app.database.pool, sha256));
}

/** Those whose asset went while nobody looked, and those used longest ago where there are too many. */
export async function removeUselessFaceTracks(app: Kept): Promise<void> {
  await removeBlobs(app, await deleteFaceTracksWithoutAsset(app.database.pool, null));
  await removeBlobs(app, await deleteFaceTracksBeyond(app.database.pool, MOST_BYTES));
}

async function removeBlobs({ blobs }: Kept, rows: { blob: string }[]): Promise<void> {
  for (const { blob } of rows) await blobs.remove(blob);
}
