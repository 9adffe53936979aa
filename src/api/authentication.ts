import type { IncomingMessage } from 'node:http';
import type { Caller } from '../domain/key.ts';
import type { AppContext } from '../services/context.ts';
import { anonymousCaller } from '../services/keys/anonymous-caller.ts';
import { authenticateFrom } from '../services/limits/limit-guesses.ts';
import { authenticateSession, findVisitor } from '../services/sessions/authenticate-session.ts';
import { callerAddress, requireAllowedAddress } from './caller-address.ts';
import { invalidToken, readSecrets } from './credentials.ts';
import { isDirectLoopback } from './loopback.ts';
import { limitCalls } from './rate-limit.ts';
import { readSessionToken } from './session/cookie.ts';
import { doesSessionCount } from './session/origin.ts';

/**
 * Who calls: by the credential in a header, else by the session of one of our own pages; null when neither is there
 * and the settings do not let this call act as `anonymous`.
 * @throws AppError `unauthorized` for a wrong credential, whatever the settings; `forbidden` from an address where the
 * key may not be used, and for a change that a page of another origin asks for with a session of ours
 */
export async function findCaller(
  app: AppContext,
  request: IncomingMessage,
): Promise<Caller | null> {
  const secrets = readSecrets(request);
  if (secrets.length === 0) return findPageCaller(app, request);
  const address = callerAddress(app, request);
  const callers = await Promise.all(
    secrets.map((secret) => authenticateFrom(app, { secret, address })),
  );
  const [first] = callers;
  if (!first || callers.some((caller) => caller.keyId !== first.keyId)) throw invalidToken();
  requireAllowedAddress(first, address);
  return first;
}

async function findPageCaller(app: AppContext, request: IncomingMessage): Promise<Caller | null> {
  const token = readSessionToken(app.env, request);
  if (token && doesSessionCount(app.env, request)) {
    const caller = await authenticateSession(app, { token });
    requireAllowedAddress(caller, callerAddress(app, request));
    return caller;
  }
  return mayBeAnonymous(app, request) ? anonymousCaller() : null;
}

/** Who opens a signed link, which also opens for nobody and after a session has ended. */
export async function findLinkHolder(
  app: AppContext,
  request: IncomingMessage,
): Promise<Caller | null> {
  const token = readSecrets(request).length === 0 && readSessionToken(app.env, request);
  if (token && !(await findVisitor(app, { token }))) return null;
  return findCaller(app, request);
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
