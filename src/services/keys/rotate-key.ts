import { databaseNow } from '../../data/db.ts';
import { findKey, replaceSecret } from '../../data/keys.ts';
import { deleteSessionsOfKey } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import type { CreatedKey, RotateKey } from '../../domain/key.ts';
import type { KeyContext } from '../context.ts';
import { refuseBuiltIn } from './refuse-built-in.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';
import { newSecret, readablePrefix, sha256Of } from './secrets.ts';

/** A new secret for the same key: its tasks, files and limits stay. @throws AppError `conflict` for a revoked key */
export async function rotateKey(
  ctx: KeyContext,
  input: RotateKey & { id: string },
): Promise<CreatedKey> {
  requireScope(ctx.caller, 'admin');
  refuseBuiltIn(input.id);
  const secret = newSecret();
  const row = await ctx.database.transaction(async (tx) => {
    const key = await findKey(tx, input.id);
    if (!key) throw new AppError('not_found', 'There is no key with this id');
    const now = await databaseNow(tx);
    if (input.grace_seconds === 0) await deleteSessionsOfKey(tx, key.id);
    return replaceSecret(tx, key, {
      sha256: sha256Of(secret),
      prefix: readablePrefix(secret),
      previousExpiresAt: new Date(now.getTime() + input.grace_seconds * 1000),
    });
  });
  if (!row) throw new AppError('conflict', 'The key was revoked or rotated in the meantime');
  return { ...renderKey(row), secret };
}
