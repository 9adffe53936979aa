import { databaseNow } from '../../data/db.ts';
import { findKey, type KeyRow, nextCallbackSecret } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import { toTimestamp } from '../../domain/time.ts';
import type { CallbackSecret, RotateSecret } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { currentSecret, previousSecret, type SecretOwner } from './signing-secrets.ts';

/** The secret that signs what is sent to the callback_url of a key's tasks. @param input.id `self` is the calling key */
export async function getCallbackSecret(
  ctx: CallContext,
  input: { id: string },
): Promise<CallbackSecret> {
  return render(ctx, await getOwnKey(ctx, input.id));
}

/** A new one; until the grace is over every callback carries a signature of the old one too. */
export async function rotateCallbackSecret(
  ctx: CallContext,
  input: RotateSecret & { id: string },
): Promise<CallbackSecret> {
  const { pool } = ctx.database;
  const key = await getOwnKey(ctx, input.id);
  const until = new Date((await databaseNow(pool)).getTime() + input.grace_seconds * 1000);
  if (!(await nextCallbackSecret(pool, key, until)))
    throw new AppError('conflict', 'The secret was rotated in the meantime');
  return render(ctx, await getOwnKey(ctx, input.id));
}

export function ownerOfCallbacks(key: KeyRow): SecretOwner {
  const { id, callbackGeneration: generation, callbackPreviousUntil: previousUntil } = key;
  return { id, generation, previousUntil };
}

/** Callers without a key share one: what signs for all of them is shown to admins only. */
async function getOwnKey(ctx: CallContext, id: string): Promise<KeyRow> {
  requireScope(ctx.caller, ctx.caller.anonymous ? 'admin' : 'create');
  const keyId = id === 'self' ? ctx.caller.keyId : id;
  const key = mayAccess(ctx.caller, keyId) ? await findKey(ctx.database.pool, keyId) : null;
  if (!key) throw new AppError('not_found', 'There is no key with this id');
  return key;
}

async function render(ctx: CallContext, key: KeyRow): Promise<CallbackSecret> {
  const owner = ownerOfCallbacks(key);
  const previous = previousSecret(ctx, owner, await databaseNow(ctx.database.pool));
  return {
    secret: currentSecret(ctx, owner),
    previous_secret: previous,
    previous_secret_until:
      previous && owner.previousUntil ? toTimestamp(owner.previousUntil) : null,
  };
}
