import { sumStorage } from '../../data/assets.ts';
import type { AssetOrigin, StorageUsage } from '../../domain/asset.ts';
import type { CallContext } from '../context.ts';
import { limitsOf } from '../keys/limits-of.ts';

/** What the files of this key take, and how much they may. */
export async function getStorageUsage(ctx: CallContext): Promise<StorageUsage> {
  const { pool } = ctx.database;
  const { storedBytes } = await limitsOf(pool, ctx.env, ctx.caller.keyId);
  const sums = await sumStorage(pool, ctx.caller.keyId);
  const bytesOf = (origin: AssetOrigin) => sums.find((sum) => sum.origin === origin)?.bytes ?? 0;
  const total = (of: 'bytes' | 'files') => sums.reduce((sum, each) => sum + each[of], 0);
  return {
    bytes: total('bytes'),
    limit_bytes: storedBytes,
    files: total('files'),
    uploaded_bytes: bytesOf('uploaded'),
    made_bytes: bytesOf('made'),
  };
}
