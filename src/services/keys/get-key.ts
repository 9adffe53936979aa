import { findKey } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import type { Key } from '../../domain/key.ts';
import type { KeyContext } from '../context.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';

export async function getKey(ctx: KeyContext, input: { id: string }): Promise<Key> {
  requireScope(ctx.caller, 'admin');
  const row = await findKey(ctx.database.pool, input.id);
  if (!row) throw new AppError('not_found', 'There is no key with this id');
  return renderKey(row);
}
