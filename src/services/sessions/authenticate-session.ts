import type { KeyRow } from '../../data/keys.ts';
import { findSession, markSessionUsed, type SessionRow } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, scopeSchema } from '../../domain/key.ts';
import type { Visitor } from '../../domain/session.ts';
import type { AppContext } from '../context.ts';
import { CALLERS, frontOf } from '../front.ts';
import { callerOf } from '../keys/authenticate.ts';
import { sha256Of } from '../keys/secrets.ts';

const USED_EVERY_MS = 60_000;

const sessions = frontOf<SessionRow | null>(CALLERS);

/** What this process remembers of a session for a second. */
export function forgetSession(app: AppContext, sha256: string): void {
  sessions(app).forget(sha256);
}

async function readSession({ database }: AppContext, sha256: string): Promise<SessionRow | null> {
  const row = await findSession(database.pool, sha256);
  if (row && Date.now() - row.lastUsedAt.getTime() > USED_EVERY_MS) {
    await markSessionUsed(database.pool, sha256, new Date());
  }
  return row;
}

/** The key behind the session; null when the session or its key has ended. */
async function findKeyOf(app: AppContext, token: string): Promise<KeyRow | null> {
  const sha256 = sha256Of(token);
  const session = await sessions(app).get(sha256, () => readSession(app, sha256));
  if (!session) return null;
  const { key, expiresAt } = session;
  const now = new Date();
  const ended = expiresAt < now || key.revokedAt || (key.expiresAt && key.expiresAt < now);
  return ended ? null : key;
}

/** Who signed in with this browser; null when nobody did, or no longer. */
export async function findVisitor(
  app: AppContext,
  input: { token: string },
): Promise<Visitor | null> {
  const key = await findKeyOf(app, input.token);
  return key && { key_id: key.id, name: key.name, scopes: scopeSchema.array().parse(key.scopes) };
}

/** @throws AppError `unauthorized` when the session has ended */
export async function authenticateSession(
  app: AppContext,
  input: { token: string },
): Promise<Caller> {
  const key = await findKeyOf(app, input.token);
  if (!key) throw new AppError('unauthorized', 'The session has ended: sign in again');
  return callerOf(key);
}
