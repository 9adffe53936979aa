import type { Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import { signInSchema } from '../../domain/session.ts';
import { endSession } from '../../services/sessions/end-session.ts';
import { startOperatorSession, startSession } from '../../services/sessions/start-session.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { callerAddress, requireAllowedAddress } from '../caller-address.ts';
import { parseInput } from '../parse-input.ts';
import { readJson } from '../read-body.ts';
import { endedSessionCookie, readSessionToken, sessionCookie } from './cookie.ts';
import { foreign, isOperator, originOf } from './origin.ts';

const PATH = '/api/session';
const MAX_BYTES = 4_096;

/** Signing in and out, for the pages of this installation only. */
export function mountSession(hono: Hono<ApiEnv>, { app }: ApiContext): void {
  hono.post(PATH, async (c) => {
    const { incoming } = c.env;
    if (originOf(app.env, incoming) !== 'own') throw foreign();
    const input = parseInput(signInSchema, await readJson(incoming, MAX_BYTES));
    if ('operator' in input && !isOperator(app.env, incoming)) {
      throw new AppError('forbidden', 'This browser does not run on the machine itself: use a key');
    }
    const address = callerAddress(app, incoming);
    const session =
      'key' in input
        ? await startSession(app, { secret: input.key, address }, (caller) =>
            requireAllowedAddress(caller, address),
          )
        : await startOperatorSession(app);
    const headers = { 'Set-Cookie': sessionCookie(app.env, session) };
    return new Response(null, { status: 204, headers });
  });
  hono.delete(PATH, async (c) => {
    const { incoming } = c.env;
    if (originOf(app.env, incoming) !== 'own') throw foreign();
    const token = readSessionToken(app.env, incoming);
    if (token) await endSession(app, { token });
    const headers = { 'Set-Cookie': endedSessionCookie(app.env) };
    return new Response(null, { status: 204, headers });
  });
}

export const SESSION_METHODS = ['POST', 'DELETE'].map((method) => ({
  method,
  pattern: new RegExp(`^${PATH}$`),
}));
