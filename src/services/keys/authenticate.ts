import { LRUCache } from 'lru-cache';
import { findLiveKey, type KeyHolder, markKeyUsed } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, keyLimitsSchema, scopeSchema } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';
import { CALLERS, frontOf } from '../front.ts';
import { sha256Of } from './secrets.ts';

const MARK_EVERY_MS = 60_000;

const callers = frontOf<Caller | null>(CALLERS);

/** The secrets that were right when this process last looked, and when it last marked their keys as used. */
type Right = LRUCache<string, { markedAt: number }>;
const right = new WeakMap<AppContext['database'], Right>();

function rightOf({ database }: AppContext): Right {
  const known = right.get(database) ?? new LRUCache({ max: CALLERS.max });
  right.set(database, known);
  return known;
}

async function readCaller(app: AppContext, sha256: string): Promise<Caller | null> {
  const key = await findLiveKey(app.database.pool, sha256);
  const known = rightOf(app);
  if (!key) {
    known.delete(sha256);
    return null;
  }
  const now = performance.now();
  const marked = known.get(sha256);
  if (!marked || now - marked.markedAt > MARK_EVERY_MS) {
    known.set(sha256, { markedAt: now });
    await markKeyUsed(app.database.pool, key.id);
  }
  return callerOf(key);
}

/** Whether this process has let in who holds this secret, and has not heard since that it ended. */
export function wasRight(app: AppContext, secret: string): boolean {
  return rightOf(app).has(sha256Of(secret));
}

/** Who holds this secret. @throws AppError `unauthorized` when nobody does, or no longer. */
export async function authenticate(app: AppContext, input: { secret: string }): Promise<Caller> {
  const sha256 = sha256Of(input.secret);
  const caller = await callers(app).get(sha256, () => readCaller(app, sha256));
  if (caller) return caller;
  const detail = 'Invalid token: this key does not exist, was revoked or has expired';
  throw new AppError('unauthorized', detail);
}

/** Whoever holds this key, or a session of it. */
export function callerOf(key: KeyHolder): Caller {
  return {
    keyId: key.id,
    scopes: scopeSchema.array().parse(key.scopes),
    anonymous: false,
    limits: keyLimitsSchema.parse(key.limits),
    allowedAddresses: key.allowedAddresses,
  };
}
