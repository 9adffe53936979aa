import { sumStorage } from '../../data/assets.ts';
import type { AssetOrigin, StorageUsage } from '../../domain/asset.ts';
import type { CallContext } from '../context.ts';

/** What the files of this key take, and how much they may. */
export async function getStorageUsage(ctx: CallContext): Promise<StorageUsage> {
  const sums = await sumStorage(ctx.database.pool, ctx.caller.keyId);
  const bytesOf = (origin: AssetOrigin) => sums.find((sum) => sum.origin === origin)?.bytes ?? 0;
  const total = (of: 'bytes' | 'files') => sums.reduce((sum, each) => sum + each[of], 0);
  return {
    bytes: total('bytes'),
    limit_bytes: ctx.env.MOUTHPIECE_LIMIT_STORED_BYTES,
    files: total('files'),
    uploaded_bytes: bytesOf('uploaded'),
    made_bytes: bytesOf('made'),
  };
}
