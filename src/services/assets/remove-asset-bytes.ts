import type { AssetRow } from '../../data/assets.ts';
import type { AppContext } from '../context.ts';

/** To be called once the row is gone: should the process end before, the bytes are swept later. */
export async function removeAssetBytes(
  app: Pick<AppContext, 'blobs'>,
  row: Pick<AssetRow, 'blob' | 'thumbnailBlob' | 'captionsBlob'>,
): Promise<void> {
  for (const name of [row.blob, row.thumbnailBlob, row.captionsBlob]) {
    if (name) await app.blobs.remove(name);
  }
}
