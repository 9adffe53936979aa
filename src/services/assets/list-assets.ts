import { listAssetRows } from '../../data/assets.ts';
import type { Asset, ListAssets } from '../../domain/asset.ts';
import type { Page } from '../../domain/page.ts';
import type { CallContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { renderAsset } from './render-asset.ts';

export async function listAssets(ctx: CallContext, input: ListAssets): Promise<Page<Asset>> {
  const rows = await listAssetRows(ctx.database.pool, { ...input, keyId: ctx.caller.keyId });
  return pageOf(rows, input.limit, (row) => renderAsset(ctx, row));
}
