import type { IncomingMessage } from 'node:http';
import { AppError } from '../domain/errors.ts';

const urlTokens = new WeakMap<IncomingMessage, string>();
const TAKES_URL_TOKEN = /^\/api\/v1\/generate\?/;

/** Clients of one call put their key into the address: it leaves it here, before anything could log it. */
export function takeUrlToken(request: IncomingMessage): void {
  const { url = '/' } = request;
  if (request.method !== 'POST' || !TAKES_URL_TOKEN.test(url)) return;
  const [path = '/', query = ''] = url.split(/\?(.*)/s);
  const params = new URLSearchParams(query);
  const tokens = params.getAll('token');
  if (tokens.length === 0) return;
  params.delete('token');
  request.url = params.size === 0 ? path : `${path}?${params}`;
  // Several are none that can be believed.
  urlTokens.set(request, tokens.length === 1 ? (tokens[0] ?? '') : tokens.join(' '));
}

/** The secrets a request shows; empty when it shows none. An unknown scheme counts as a wrong secret. */
export function readSecrets(request: IncomingMessage): string[] {
  const { headers } = request;
  const key = headers['x-api-key'];
  const shown = [typeof key === 'string' ? key.trim() : '', urlTokens.get(request) ?? ''];
  const secrets = shown.filter((secret) => secret !== '');
  const authorization = headers.authorization?.trim() ?? '';
  const [scheme, token = ''] = authorization.split(/\s+(.*)/s);
  if (scheme?.toLowerCase() === 'bearer') {
    if (token !== '') secrets.push(token);
  } else if (authorization !== '' && secrets.length === 0) {
    throw invalidToken();
  }
  return secrets;
}

const MISSING =
  'Invalid or missing token: send a valid key as X-API-Key, or as a bearer token in Authorization';

export function invalidToken(): AppError {
  return new AppError('unauthorized', MISSING);
}
