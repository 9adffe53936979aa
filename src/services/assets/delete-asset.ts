import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteUnusedAsset } from '../../data/assets.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnAsset } from './get-own-asset.ts';
import { removeAssetBytes } from './remove-asset-bytes.ts';

/** Removes the asset and its bytes. @throws AppError `conflict` while a live task still needs it */
export async function deleteAsset(
  ctx: CallContext,
  input: { id: string },
): Promise<{ id: string; deleted: true }> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnAsset(ctx, input.id);
  if (!(await deleteUnusedAsset(ctx.database.pool, row.id))) {
    throw new AppError('conflict', 'A task still needs this asset: cancel the task first');
  }
  await passFaultPoint('asset-deleted');
  await removeAssetBytes(ctx, row);
  if (row.status === 'uploading') await rm(join(ctx.paths.uploads, row.id), { force: true });
  return { id: row.id, deleted: true };
}
