import { type AssetPlace, type AssetRow, listAssetRows } from '../../data/assets.ts';
import type { Asset, ListAssets } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import type { Page } from '../../domain/page.ts';
import type { CallContext } from '../context.ts';
import { renderAsset } from './render-asset.ts';

export async function listAssets(ctx: CallContext, input: ListAssets): Promise<Page<Asset>> {
  const { kind, origin, status, q, created_after, created_before, order, limit, cursor } = input;
  const filter = {
    ...{ keyId: ctx.caller.keyId, kind, origin, status },
    filenamePart: q?.normalize('NFC'),
    createdFrom: created_after === undefined ? undefined : new Date(created_after),
    createdBefore: created_before === undefined ? undefined : new Date(created_before),
  };
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const rows = await listAssetRows(ctx.database.pool, filter, { order, after, limit });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map((row) => renderAsset(ctx, row)),
    next_cursor: last ? cursorAt(last, order) : null,
  };
}

/** `ID`, or `ID.BYTES` where the order goes by size; no digits for a size that is not known. */
function cursorAt({ id, bytes }: AssetRow, order: ListAssets['order']): string {
  return order === 'newest' ? id : `${id}.${bytes ?? ''}`;
}

function placeOf(cursor: string): AssetPlace {
  const [id, bytes = '', ...rest] = cursor.split('.');
  if (!assetIdSchema.safeParse(id).success || !/^\d{0,18}$/.test(bytes) || rest.length > 0) {
    const detail = 'must be the next_cursor of a page';
    throw new AppError('validation_failed', `/cursor ${detail}`, {
      fields: [{ pointer: '/cursor', detail }],
    });
  }
  return { id: id ?? '', bytes: bytes === '' ? null : BigInt(bytes) };
}
