import type { DeleteAssets, DeletedAssets } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';
import { deleteAsset } from './delete-asset.ts';
import { renderProblem } from './render-asset.ts';

/** Removes each of these assets that can be removed; one that cannot does not keep the others. */
export async function deleteAssets(ctx: CallContext, input: DeleteAssets): Promise<DeletedAssets> {
  const data: DeletedAssets['data'] = [];
  for (const id of new Set(input.ids)) {
    try {
      data.push({ ...(await deleteAsset(ctx, { id })), error: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      data.push({ id, deleted: false, error: renderProblem(error.code, error.message) });
    }
  }
  return { data };
}
