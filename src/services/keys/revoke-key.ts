import { findKey, markKeyRevoked } from '../../data/keys.ts';
import { deleteSessionsOfKey } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import type { Key } from '../../domain/key.ts';
import type { KeyContext } from '../context.ts';
import { refuseBuiltIn } from './refuse-built-in.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';

/** The key and the browsers signed in with it stop working within a second; its tasks and files stay. */
export async function revokeKey(ctx: KeyContext, input: { id: string }): Promise<Key> {
  requireScope(ctx.caller, 'admin');
  refuseBuiltIn(input.id);
  await ctx.database.transaction(async (tx) => {
    await markKeyRevoked(tx, input.id);
    await deleteSessionsOfKey(tx, input.id);
  });
  const row = await findKey(ctx.database.pool, input.id);
  if (!row) throw new AppError('not_found', 'There is no key with this id');
  return renderKey(row);
}
