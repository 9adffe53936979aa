import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../domain/errors.ts';

/** The secrets a request shows; empty when it shows none. An unknown scheme counts as a wrong secret. */
export function readSecrets(headers: IncomingHttpHeaders): string[] {
  const key = headers['x-api-key'];
  const secrets = [typeof key === 'string' ? key.trim() : ''].filter((secret) => secret !== '');
  const authorization = headers.authorization?.trim() ?? '';
  const [scheme, token = ''] = authorization.split(/\s+(.*)/s);
  if (scheme?.toLowerCase() === 'bearer') {
    if (token !== '') secrets.push(token);
  } else if (authorization !== '' && secrets.length === 0) {
    throw invalidToken();
  }
  return secrets;
}

export function invalidToken(): AppError {
  return new AppError('unauthorized', 'Invalid or missing token');
}
