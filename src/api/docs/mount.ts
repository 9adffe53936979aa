import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { buildOpenApi } from '../rest/openapi.ts';
import { REST_BASE } from '../rest/routes.ts';
import { DOCS_POLICY, renderDocs } from './page.ts';

const OPENAPI_PATH = `${REST_BASE}/openapi.json`;
const CACHE = 'public, max-age=300';

/** The reference: for programs, and for people. */
export function mountDocs(hono: Hono<ApiEnv>, { app }: ApiContext): void {
  const document = JSON.stringify(buildOpenApi());
  hono.get(OPENAPI_PATH, (c) =>
    c.body(document, 200, { 'Content-Type': 'application/json', 'Cache-Control': CACHE }),
  );
  hono.get('/docs', (c) => {
    const origin = app.env.MOUTHPIECE_PUBLIC_URL ?? new URL(c.req.url).origin;
    return c.html(renderDocs(origin.replace(/\/$/, '')), 200, {
      'Content-Security-Policy': DOCS_POLICY,
      'Cache-Control': 'no-cache',
    });
  });
}

export const DOCS_METHODS = [OPENAPI_PATH, '/docs'].map((path) => ({
  method: 'GET',
  pattern: new RegExp(`^${path.replaceAll('.', '\\.')}$`),
}));
