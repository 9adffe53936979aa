import { findKeyBySha256, type KeyRow, markKeyUsed } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, keyLimitsSchema, scopeSchema } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';
import { sha256Of } from './secrets.ts';

const STALE_MS = 1_000;
const USED_EVERY_MS = 60_000;
const MAX_FRONT = 10_000;

type Front = Map<string, { key: KeyRow; readAt: number }>;
const fronts = new WeakMap<AppContext['database'], Front>();

/** Reads a key through a local front that is at most one second stale, so a revoked key stops within that second. */
async function readKey(app: AppContext, sha256: string): Promise<KeyRow | null> {
  const front: Front = fronts.get(app.database) ?? new Map();
  fronts.set(app.database, front);
  const known = front.get(sha256);
  if (known && performance.now() - known.readAt < STALE_MS) return known.key;
  const key = await findKeyBySha256(app.database.pool, sha256);
  front.delete(sha256);
  if (!key) return null;
  if (front.size >= MAX_FRONT) front.clear();
  front.set(sha256, { key, readAt: performance.now() });
  if (Date.now() - (key.lastUsedAt?.getTime() ?? 0) > USED_EVERY_MS) {
    await markKeyUsed(app.database.pool, key.id, new Date());
  }
  return key;
}

/** Who holds this secret. @throws AppError `unauthorized` when nobody does, or no longer. */
export async function authenticate(app: AppContext, input: { secret: string }): Promise<Caller> {
  const sha256 = sha256Of(input.secret);
  const key = await readKey(app, sha256);
  const now = new Date();
  const ends = key && (key.sha256 === sha256 ? key.expiresAt : sooner(key));
  if (!key || key.revokedAt || (ends && ends < now)) {
    throw new AppError('unauthorized', 'Invalid or missing token');
  }
  return callerOf(key);
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
