import type { Asset } from '../../domain/asset.ts';
import type { CallContext } from '../context.ts';
import { getOwnAsset } from './get-own-asset.ts';
import { renderAsset } from './render-asset.ts';

export async function getAsset(ctx: CallContext, input: { id: string }): Promise<Asset> {
  return renderAsset(ctx, await getOwnAsset(ctx, input.id));
}
