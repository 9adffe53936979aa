import { changeKey } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import type { Key, UpdateKey } from '../../domain/key.ts';
import type { KeyContext } from '../context.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';

/** Counts from the next call on, within a second. */
export async function updateKey(ctx: KeyContext, input: UpdateKey & { id: string }): Promise<Key> {
  requireScope(ctx.caller, 'admin');
  const { id, name, limits, expires_at, allowed_addresses } = input;
  const row = await changeKey(ctx.database.pool, id, {
    ...(name !== undefined && { name }),
    ...(limits !== undefined && { limits }),
    ...(allowed_addresses !== undefined && { allowedAddresses: allowed_addresses }),
    ...(expires_at !== undefined && {
      expiresAt: expires_at === null ? null : new Date(expires_at),
    }),
  });
  if (!row) throw new AppError('not_found', 'There is no key with this id');
  return renderKey(row);
}
