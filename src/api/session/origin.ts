import type { IncomingMessage } from 'node:http';
import { AppError } from '../../domain/errors.ts';
import type { Env } from '../../env.ts';
import { isDirectLoopback } from '../loopback.ts';

type Settings = Pick<Env, 'MOUTHPIECE_PUBLIC_URL' | 'MOUTHPIECE_ANONYMOUS'>;
type Request = Pick<IncomingMessage, 'headers' | 'method'>;

const SAFE: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Where a request comes from, as the browser tells: one of our own pages, a page of another origin, or unknown, as
 * from programs and from a plain GET over unencrypted HTTP. No page can forge either header.
 */
export function originOf(settings: Settings, request: Request): 'own' | 'foreign' | 'unknown' {
  const { origin, host, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (origin !== undefined && !ownOrigins(settings, host).includes(origin)) {
    // A proxy may have rewritten the Host; the browser then still knows.
    return site === 'same-origin' && origin !== 'null' ? 'own' : 'foreign';
  }
  if (site === 'cross-site' || site === 'same-site') {
    return mode === 'navigate' && SAFE.includes(request.method) ? 'unknown' : 'foreign';
  }
  return origin === undefined && site === undefined ? 'unknown' : 'own';
}

function ownOrigins(settings: Settings, host: string | undefined): string[] {
  const { MOUTHPIECE_PUBLIC_URL } = settings;
  return [
    ...(host ? [`http://${host}`, `https://${host}`] : []),
    ...(MOUTHPIECE_PUBLIC_URL ? [new URL(MOUTHPIECE_PUBLIC_URL).origin] : []),
  ];
}

/**
 * Whether the session of this request counts. A read from elsewhere is answered as if there were none.
 * @throws AppError `forbidden` for a change that does not come from one of our own pages
 */
export function doesSessionCount(settings: Settings, request: Request): boolean {
  const origin = originOf(settings, request);
  if (SAFE.includes(request.method)) return origin !== 'foreign';
  if (origin !== 'own') throw foreign();
  return true;
}

export function foreign(): AppError {
  return new AppError(
    'forbidden',
    'A signed-in browser may change things only from the pages of this installation; programs use a key',
  );
}

/**
 * Whether the browser runs on this machine, so that its user is the operator: not where callers without a key are
 * denied, nor where a public address says that a proxy may stand in between and look local.
 */
export function isOperator(settings: Settings, request: IncomingMessage): boolean {
  const { MOUTHPIECE_ANONYMOUS, MOUTHPIECE_PUBLIC_URL } = settings;
  if (MOUTHPIECE_ANONYMOUS === 'deny' || MOUTHPIECE_PUBLIC_URL) return false;
  return request.httpVersion !== '1.0' && isDirectLoopback(request);
}
