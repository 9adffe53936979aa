import { randomBytes } from 'node:crypto';
import { insertSession } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import { ADMIN_KEY_ID, type Caller } from '../../domain/key.ts';
import { SESSION_MS } from '../../domain/session.ts';
import type { AppContext } from '../context.ts';
import { sha256Of } from '../keys/secrets.ts';
import { authenticateFrom } from '../limits/limit-guesses.ts';

type SessionContext = Pick<AppContext, 'database'>;
export type StartedSession = { token: string; expiresAt: Date };

/**
 * Exchanges a key for a session of its holder's browser.
 * @param mayEnter refuses a holder by throwing @throws AppError `unauthorized`, `rate_limited`
 */
export async function startSession(
  app: AppContext,
  input: { secret: string; address: string },
  mayEnter: (caller: Caller) => void,
): Promise<StartedSession> {
  const caller = await authenticateFrom(app, input).catch(askToWait);
  mayEnter(caller);
  return begin(app, caller.keyId);
}

/** People are told that this is no judgement of their key. */
function askToWait(error: unknown): never {
  if (!(error instanceof AppError) || error.retryAfterS === undefined) throw error;
  throw new AppError('rate_limited', error.message, { retryAfterS: error.retryAfterS });
}

/** A session of the first admin key; that the browser runs on this machine is for the transport to know. */
export function startOperatorSession(app: SessionContext): Promise<StartedSession> {
  return begin(app, ADMIN_KEY_ID);
}

async function begin({ database }: SessionContext, keyId: string): Promise<StartedSession> {
  const token = randomBytes(32).toString('base64url');
  const session = { sha256: sha256Of(token), keyId, ms: SESSION_MS };
  const expiresAt = await insertSession(database.pool, session);
  if (!expiresAt) throw new AppError('unauthorized', 'Invalid or missing token');
  return { token, expiresAt };
}
