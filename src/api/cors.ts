import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-context.ts';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'If-Range',
  'Last-Event-ID',
  'Range',
  'Tus-Resumable',
  'Upload-Defer-Length',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'X-API-Key',
  'X-Requested-With',
].join(', ');
const RESPONSE_HEADERS = [
  'Accept-Ranges',
  'Asset-Id',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Defer-Length',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
].join(', ');

/**
 * Any origin may call with a key, unless the settings name those that may. Cookies never count for another origin, so no
 * credentials mode is offered.
 */
export function cors(origins: readonly string[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const allowed = allowedOrigin(origins, c.req.header('Origin'));
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined;
    if (isPreflight) c.res = new Response(null, { status: 204 });
    else await next();
    const { headers } = c.res;
    if (origins.length > 0) headers.append('Vary', 'Origin');
    if (!allowed) return;
    headers.set('Access-Control-Allow-Origin', allowed);
    if (isPreflight) {
      headers.set('Access-Control-Allow-Methods', METHODS);
      headers.set('Access-Control-Allow-Headers', REQUEST_HEADERS);
      headers.set('Access-Control-Max-Age', '7200');
    } else headers.set('Access-Control-Expose-Headers', RESPONSE_HEADERS);
  };
}

function allowedOrigin(origins: readonly string[], origin = ''): string | null {
  if (origins.length === 0) return '*';
  return origins.includes(origin.toLowerCase()) ? origin : null;
}
