import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Visitor } from '../../domain/session.ts';
import type { AppContext } from '../../services/context.ts';
import { findVisitor } from '../../services/sessions/authenticate-session.ts';
import { readSessionToken } from '../session/cookie.ts';
import { isOperator } from '../session/origin.ts';
import { OPERATOR_HEADER, VISITOR_HEADER, writeVisitor } from './visit.ts';

const PLACES = /^\/studio(\/|$)/;
const SIGN_IN = '/studio/sign-in';

/**
 * Tells the pages who looks at them, and leads whoever has not signed in to do so and back.
 * @returns false when the request has been answered
 */
export async function passPageGate(
  app: AppContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  delete request.headers[VISITOR_HEADER];
  delete request.headers[OPERATOR_HEADER];
  const url = URL.parse(request.url ?? '/', 'http://page');
  if (!url || !PLACES.test(url.pathname)) return true;
  const visitor = await whoLooks(app, request);
  if (visitor && visitor !== 'unknown') request.headers[VISITOR_HEADER] = writeVisitor(visitor);
  if (url.pathname === SIGN_IN) {
    if (isOperator(app.env, request)) request.headers[OPERATOR_HEADER] = 'yes';
    return visitor && visitor !== 'unknown'
      ? redirect(response, localPath(url.searchParams.get('to')))
      : true;
  }
  if (visitor) return true;
  url.searchParams.delete('_rsc');
  return redirect(response, `${SIGN_IN}?to=${encodeURIComponent(url.pathname + url.search)}`);
}

/** Pages hold nothing private themselves: without the database they are shown, and say that it is away. */
async function whoLooks(
  app: AppContext,
  request: IncomingMessage,
): Promise<Visitor | null | 'unknown'> {
  const token = readSessionToken(app.env, request);
  if (!token) return null;
  try {
    return await findVisitor(app, { token });
  } catch (error) {
    app.logger.error({ err: error }, 'nobody knows who looks at a page');
    return 'unknown';
  }
}

/** A path of ours, whatever someone made of the address of the sign-in page. */
function localPath(wanted: string | null): string {
  const url = URL.parse(wanted ?? '', 'http://page');
  if (url?.origin !== 'http://page' || !PLACES.test(url.pathname)) return '/studio';
  return url.pathname + url.search;
}

function redirect(response: ServerResponse, to: string): false {
  response.writeHead(307, { Location: to, 'Cache-Control': 'no-store' }).end();
  return false;
}
