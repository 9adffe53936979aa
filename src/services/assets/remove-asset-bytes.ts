import type { AssetRow } from '../../data/assets.ts';
import type { AppContext } from '../context.ts';
import { removeFaceTracksOf } from '../face-tracks/remove-face-tracks.ts';

/**
 * To be called once the row is gone: should the process end before, the bytes are swept later. What was learnt of the
 * content goes with its last asset.
 */
export async function removeAssetBytes(
  app: Pick<AppContext, 'blobs' | 'database'>,
  row: Pick<AssetRow, 'blob' | 'thumbnailBlob' | 'captionsBlob' | 'sha256'>,
): Promise<void> {
  for (const name of [row.blob, row.thumbnailBlob, row.captionsBlob]) {
    if (name) await app.blobs.remove(name);
  }
  if (row.sha256) await removeFaceTracksOf(app, row.sha256);
}
