import { findKeyBySha256, type KeyRow, markKeyUsed } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, keyLimitsSchema, scopeSchema } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';
import { CALLERS, frontOf } from '../front.ts';
import { sha256Of } from './secrets.ts';

const USED_EVERY_MS = 60_000;

type Holder = { key: KeyRow; caller: Caller };
const holders = frontOf<Holder | null>(CALLERS);

async function readHolder({ database }: AppContext, sha256: string): Promise<Holder | null> {
  const key = await findKeyBySha256(database.pool, sha256);
  if (!key) return null;
  if (Date.now() - (key.lastUsedAt?.getTime() ?? 0) > USED_EVERY_MS) {
    await markKeyUsed(database.pool, key.id, new Date());
  }
  return { key, caller: callerOf(key) };
}

/** Who holds this secret. @throws AppError `unauthorized` when nobody does, or no longer. */
export async function authenticate(app: AppContext, input: { secret: string }): Promise<Caller> {
  const sha256 = sha256Of(input.secret);
  const holder = await holders(app).get(sha256, () => readHolder(app, sha256));
  if (!holder || hasEnded(holder.key, sha256)) {
    throw new AppError('unauthorized', 'Invalid or missing token');
  }
  return holder.caller;
}

function hasEnded(key: KeyRow, sha256: string): boolean {
  const ends = key.sha256 === sha256 ? key.expiresAt : sooner(key);
  return key.revokedAt !== null || (ends !== null && ends.getTime() < Date.now());
}

/** When the secret before the last rotation ends. */
function sooner({ expiresAt, previousExpiresAt }: KeyRow): Date {
  const ends = previousExpiresAt ?? new Date(0);
  return expiresAt && expiresAt < ends ? expiresAt : ends;
}

/** Whoever holds this key, or a session of it. */
export function callerOf(key: KeyRow): Caller {
  return {
    keyId: key.id,
    scopes: scopeSchema.array().parse(key.scopes),
    anonymous: false,
    limits: keyLimitsSchema.parse(key.limits),
  };
}
