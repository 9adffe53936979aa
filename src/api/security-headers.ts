import type { ServerResponse } from 'node:http';

const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=()',
};
const PAGES = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** What every answer carries unless a route says otherwise. */
export function setSecurityHeaders(
  response: ServerResponse,
  kind: 'api' | 'page' | 'page in development',
): void {
  for (const [name, value] of Object.entries(EVERYWHERE)) response.setHeader(name, value);
  if (kind === 'api') {
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    response.setHeader('Cache-Control', 'no-store');
    return;
  }
  const development = kind === 'page in development';
  const script = `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`;
  const connect = `connect-src 'self'${development ? ' ws:' : ''}`;
  response.setHeader('Content-Security-Policy', [...PAGES, script, connect].join('; '));
}
