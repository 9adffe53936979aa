import { z } from 'zod';
import { listAssetsSchema } from '../../domain/asset.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import { deleteAsset } from '../../services/assets/delete-asset.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import { listAssets } from '../../services/assets/list-assets.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: assetIdSchema });

export const assetsRouter = router({
  get: procedureFor('read')
    .input(byId)
    .query(({ ctx, input }) => getAsset(ctx, input)),
  list: procedureFor('read')
    .input(listAssetsSchema)
    .query(({ ctx, input }) => listAssets(ctx, input)),
  delete: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => deleteAsset(ctx, input)),
});
