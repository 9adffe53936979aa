import { deleteUnusedAsset } from '../../data/assets.ts';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';
import { getOwnAsset } from './get-own-asset.ts';

/** Forgets an upload that has not finished; the transport removes its partial file. */
export async function abandonUpload(ctx: CallContext, input: { assetId: string }): Promise<void> {
  const row = await getOwnAsset(ctx, input.assetId);
  if (row.status !== 'uploading') throw new AppError('conflict', 'The upload has already finished');
  await deleteUnusedAsset(ctx.database.pool, row.id);
}
