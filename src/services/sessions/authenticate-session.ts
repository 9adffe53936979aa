import type { KeyHolder } from '../../data/keys.ts';
import { findSessionKey, markSessionUsed } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, scopeSchema } from '../../domain/key.ts';
import type { Visitor } from '../../domain/session.ts';
import type { AppContext } from '../context.ts';
import { CALLERS, frontOf } from '../front.ts';
import { callerOf } from '../keys/authenticate.ts';
import { sha256Of } from '../keys/secrets.ts';

const sessions = frontOf<KeyHolder | null>(CALLERS);

/** What this process remembers of a session for a second. */
export function forgetSession(app: AppContext, sha256: string): void {
  sessions(app).forget(sha256);
}

async function readKey({ database }: AppContext, sha256: string): Promise<KeyHolder | null> {
  const key = await findSessionKey(database.pool, sha256);
  if (key) await markSessionUsed(database.pool, sha256);
  return key;
}

/** The key behind the session; null when the session or its key has ended. */
function findKeyOf(app: AppContext, token: string): Promise<KeyHolder | null> {
  const sha256 = sha256Of(token);
  return sessions(app).get(sha256, () => readKey(app, sha256));
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
