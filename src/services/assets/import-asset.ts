import { insertAsset } from '../../data/assets.ts';
import { lockKey } from '../../data/db.ts';
import { settleIdempotencyKey } from '../../data/idempotency.ts';
import { type Asset, type ImportAsset, labelFromFilename } from '../../domain/asset.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { checkSpace } from '../system/check-space.ts';
import { checkStoredBytes } from './check-room.ts';
import { keepUntil } from './keep-until.ts';
import { renderAsset } from './render-asset.ts';

/** Promises to fetch a file from an address: the asset is there at once, its bytes follow. */
export async function importAsset(ctx: CallContext, input: ImportAsset): Promise<Asset> {
  requireScope(ctx.caller, 'create');
  const url = ctx.outbound.check(input.url);
  await checkSpace(ctx);
  const id = newId('asset');
  const { keyId } = ctx.caller;
  const row = await ctx.database.transaction(async (tx) => {
    await lockKey(tx, keyId);
    await checkStoredBytes(tx, ctx, { keyId, bytes: 0 });
    const jobId = await ctx.queue.send(tx, 'import-asset', {
      payload: { assetId: id, attempt: 0 },
    });
    if (ctx.idempotency) await settleIdempotencyKey(tx, ctx.idempotency, id);
    return insertAsset(tx, {
      ...{ id, keyId, jobId, status: 'uploading', sourceUrl: url.href },
      filename: labelFromFilename(input.filename ?? lastPart(url)),
      sha256: input.sha256?.toLowerCase() ?? null,
      expiresAt: await keepUntil(tx, ctx, { keyId, made: 'uploaded' }),
    });
  });
  await passFaultPoint('import-stored');
  return renderAsset(ctx, row);
}

function lastPart(url: URL): string {
  const part = url.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
