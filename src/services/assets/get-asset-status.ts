import { findAssetState } from '../../data/asset-states.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import type { CallContext } from '../context.ts';

/** @throws AppError `not_found` also for what belongs to another key */
export async function getAssetStatus(ctx: CallContext, input: { id: string }): Promise<string> {
  const state = await findAssetState(ctx.database, input.id);
  if (!state || !mayAccess(ctx.caller, state.keyId)) {
    throw new AppError('not_found', 'There is no asset with this id');
  }
  return state.status;
}
