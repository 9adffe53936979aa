import { link, rm } from 'node:fs/promises';
import { type AssetRow, changeAsset } from '../../data/assets.ts';
import { lockKey } from '../../data/db.ts';
import type { Asset } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { CallContext } from '../context.ts';
import { abandonUpload } from './abandon-upload.ts';
import { checkStoredBytes } from './check-room.ts';
import { getOwnAsset } from './get-own-asset.ts';
import { keepUntil } from './keep-until.ts';
import { renderAsset } from './render-asset.ts';

type Gathered = { assetId: string; path: string; bytes: number; sha256: string };

/** Takes over the gathered bytes: the file goes into the blob store and is probed by a worker. May be repeated. */
export async function finishUpload(ctx: CallContext, input: Gathered): Promise<Asset> {
  await passFaultPoint('upload-received');
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
  await store(ctx, row, input.path);
  await passFaultPoint('upload-stored');
  const done = await record(ctx, row, input);
  await passFaultPoint('upload-recorded');
  await rm(input.path, { force: true });
  return renderAsset(ctx, done ?? (await getOwnAsset(ctx, row.id)));
}

/** The gathered file stays where it is until the row names the blob: whoever repeats the call finds it there. */
async function store(ctx: CallContext, row: AssetRow, path: string): Promise<void> {
  const handedOver = `${path}.done`;
  await rm(handedOver, { force: true });
  await link(path, handedOver);
  await ctx.blobs.adopt(row.id, handedOver);
  // A second name for what is already in place is not moved.
  await rm(handedOver, { force: true });
}

function record(ctx: CallContext, row: AssetRow, input: Gathered): Promise<AssetRow | null> {
  const { id, keyId, attempt } = row;
  return ctx.database.transaction(async (tx) => {
    if (row.bytes === null) {
      await lockKey(tx, keyId);
      await checkStoredBytes(tx, ctx, { keyId, bytes: input.bytes });
    }
    const jobId = await ctx.queue.send(tx, 'probe-asset', { payload: { assetId: id, attempt: 0 } });
    return changeAsset(
      tx,
      { id, status: 'uploading', attempt },
      {
        status: 'probing',
        bytes: input.bytes,
        sha256: input.sha256,
        blob: id,
        jobId,
        attempt: 0,
        leaseExpiresAt: null,
        expiresAt: await keepUntil(tx, ctx, { keyId, made: 'uploaded' }),
      },
    );
  });
}

async function refuse(ctx: CallContext, input: { assetId: string; path: string }): Promise<void> {
  await rm(input.path, { force: true });
  await abandonUpload(ctx, input);
}
