import { randomBytes } from 'node:crypto';
import { findKey } from '../../data/keys.ts';
import { insertSession } from '../../data/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import { ADMIN_KEY_ID } from '../../domain/key.ts';
import { SESSION_MS } from '../../domain/session.ts';
import type { AppContext } from '../context.ts';
import { authenticate } from '../keys/authenticate.ts';
import { sha256Of } from '../keys/secrets.ts';

type SessionContext = Pick<AppContext, 'database'>;
export type StartedSession = { token: string; expiresAt: Date };

/** Exchanges a key for a session of its holder's browser. @throws AppError `unauthorized` */
export async function startSession(
  app: AppContext,
  input: { secret: string },
): Promise<StartedSession> {
  const { keyId } = await authenticate(app, input);
  return begin(app, keyId);
}

/** A session of the first admin key; that the browser runs on this machine is for the transport to know. */
export function startOperatorSession(app: SessionContext): Promise<StartedSession> {
  return begin(app, ADMIN_KEY_ID);
}

async function begin({ database }: SessionContext, keyId: string): Promise<StartedSession> {
  const key = await findKey(database.pool, keyId);
  if (!key || key.revokedAt) throw new AppError('unauthorized', 'Invalid or missing token');
  const latest = Date.now() + SESSION_MS;
  const expiresAt = new Date(Math.min(latest, key.expiresAt?.getTime() ?? latest));
  const token = randomBytes(32).toString('base64url');
  await insertSession(database.pool, { sha256: sha256Of(token), keyId, expiresAt });
  return { token, expiresAt };
}
