import { z } from 'zod';
import {
  changeAssetExpirySchema,
  deleteAssetsSchema,
  importAssetSchema,
  listAssetsSchema,
} from '../../domain/asset.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import { changeAssetExpiry } from '../../services/assets/change-asset-expiry.ts';
import { deleteAsset } from '../../services/assets/delete-asset.ts';
import { deleteAssets } from '../../services/assets/delete-assets.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import { importAsset } from '../../services/assets/import-asset.ts';
import { listAssets } from '../../services/assets/list-assets.ts';
import { readForward } from './read-forward.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: assetIdSchema });

export const assetsRouter = router({
  get: procedureFor('read')
    .input(byId)
    .query(({ ctx, input }) => getAsset(ctx, input)),
  list: procedureFor('read')
    .input(listAssetsSchema.extend(readForward))
    .query(({ ctx, input }) => listAssets(ctx, input)),
  import: procedureFor('create')
    .input(importAssetSchema)
    .mutation(({ ctx, input }) => importAsset(ctx, input)),
  delete: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => deleteAsset(ctx, input)),
  deleteMany: procedureFor('create')
    .input(deleteAssetsSchema)
    .mutation(({ ctx, input }) => deleteAssets(ctx, input)),
  changeExpiry: procedureFor('create')
    .input(byId.extend({ change: changeAssetExpirySchema }))
    .mutation(({ ctx, input }) => changeAssetExpiry(ctx, input)),
});
