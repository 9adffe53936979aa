import type { IncomingMessage } from 'node:http';
import type { Caller } from '../domain/key.ts';
import type { AppContext } from '../services/context.ts';
import { anonymousCaller } from '../services/keys/anonymous-caller.ts';
import { authenticate } from '../services/keys/authenticate.ts';
import { invalidToken, readSecrets } from './credentials.ts';
import { isDirectLoopback } from './loopback.ts';
import { limitCalls } from './rate-limit.ts';

/**
 * Who calls; null when no credential is shown and the settings do not let this call act as `anonymous`.
 * @throws AppError `unauthorized` for a wrong credential, whatever the settings
 */
export async function findCaller(
  app: AppContext,
  request: IncomingMessage,
): Promise<Caller | null> {
  const secrets = readSecrets(request.headers);
  if (secrets.length === 0) return mayBeAnonymous(app, request) ? anonymousCaller() : null;
  const callers = await Promise.all(secrets.map((secret) => authenticate(app, { secret })));
  const [first] = callers;
  if (!first || callers.some((caller) => caller.keyId !== first.keyId)) throw invalidToken();
  return first;
}

/**
 * Who calls, one call of theirs counted.
 * @throws AppError `unauthorized` also when a credential is missing and needed; `rate_limited`
 */
export async function getCaller(app: AppContext, request: IncomingMessage): Promise<Caller> {
  const caller = await findCaller(app, request);
  if (!caller) throw invalidToken();
  limitCalls(app, caller, request);
  return caller;
}

function mayBeAnonymous(app: AppContext, request: IncomingMessage): boolean {
  switch (app.env.MOUTHPIECE_ANONYMOUS) {
    case 'allow':
      return true;
    case 'loopback':
      return isDirectLoopback(request);
    case 'deny':
      return false;
    default:
      return app.env.MOUTHPIECE_ANONYMOUS satisfies never;
  }
}
