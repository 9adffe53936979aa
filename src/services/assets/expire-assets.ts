import { deleteUnusedAsset, listExpiredAssets } from '../../data/assets.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { removeAssetBytes } from './remove-asset-bytes.ts';

const BATCH = 100;

/** Removes uploads and results that have been kept for as long as promised; what a live task reads stays until it ends. */
export async function expireAssets(app: AppContext): Promise<void> {
  for (;;) {
    const expired = await listExpiredAssets(app.database.pool, BATCH);
    for (const row of expired) {
      if (!(await deleteUnusedAsset(app.database.pool, row.id))) continue;
      await passFaultPoint('asset-expired');
      await removeAssetBytes(app, row);
    }
    if (expired.length < BATCH) return;
  }
}
