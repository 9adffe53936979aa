import { rm } from 'node:fs/promises';
import { changeAsset } from '../../data/assets.ts';
import type { Asset } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';
import { abandonUpload } from './abandon-upload.ts';
import { getOwnAsset } from './get-own-asset.ts';
import { renderAsset } from './render-asset.ts';

/** Takes over the gathered bytes: the file moves into the blob store and is probed by a worker. */
export async function finishUpload(
  ctx: CallContext,
  input: { assetId: string; path: string; bytes: number; sha256: string },
): Promise<Asset> {
  const row = await getOwnAsset(ctx, input.assetId);
  if (row.status !== 'uploading') return renderAsset(ctx, row);
  if (input.bytes === 0) {
    await refuse(ctx, input);
    throw new AppError('invalid_request', 'The file is empty: send its bytes');
  }
  if (row.sha256 !== null && row.sha256 !== input.sha256) {
    await refuse(ctx, input);
    throw new AppError(
      'checksum_mismatch',
      'The bytes received do not have the declared sha256: upload the file again',
    );
  }
  await ctx.blobs.adopt(row.id, input.path);
  const done = await ctx.database.transaction(async (tx) => {
    const changed = await changeAsset(
      tx,
      { id: row.id, status: 'uploading' },
      {
        status: 'probing',
        bytes: input.bytes,
        sha256: input.sha256,
        blob: row.id,
      },
    );
    if (changed) await ctx.queue.send(tx, 'probe-asset', { payload: { assetId: row.id } });
    return changed;
  });
  return renderAsset(ctx, done ?? (await getOwnAsset(ctx, row.id)));
}

async function refuse(ctx: CallContext, input: { assetId: string; path: string }): Promise<void> {
  await rm(input.path, { force: true });
  await abandonUpload(ctx, input);
}
