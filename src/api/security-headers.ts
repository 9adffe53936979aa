import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=()',
};
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

type Kind = 'api' | 'page' | 'page in development';

/** What every answer carries unless a route says otherwise. Pages find their nonce in the policy of the request. */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  kind: Kind,
): void {
  for (const [name, value] of Object.entries(EVERYWHERE)) response.setHeader(name, value);
  if (kind === 'api') {
    response.setHeader('Content-Security-Policy', API_POLICY);
    response.setHeader('Cache-Control', 'no-store');
    return;
  }
  const policy = kind === 'page' ? pagePolicy() : DEVELOPMENT_POLICY;
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
}

const SAME_ORIGIN = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Scripts run by a nonce of this answer, and those that they load. Attributes may style, elements need the nonce. */
function pagePolicy(): string {
  const nonce = `'nonce-${randomBytes(16).toString('base64')}'`;
  return [
    ...SAME_ORIGIN,
    `script-src ${nonce} 'strict-dynamic'`,
    `style-src 'self' ${nonce}`,
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
  ].join('; ');
}

/** The development server evaluates code, injects styles and talks over a socket. */
const DEVELOPMENT_POLICY = [
  ...SAME_ORIGIN,
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' ws:",
].join('; ');
