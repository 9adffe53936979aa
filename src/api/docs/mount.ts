import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context, Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import type { ApiContext, ApiEnv } from '../api-context.ts';
import { buildOpenApi } from '../rest/openapi.ts';
import { REST_BASE } from '../rest/routes.ts';
import { CHINESE_TYPE_PATHS, mountChineseType } from './chinese-type.ts';
import { docsLanguage } from './docs-words.ts';
import { readGuides, renderGuide, renderGuideList } from './guides.ts';
import { DOCS_POLICY, layout, type Page } from './layout.ts';
import { referenceContents, renderReference } from './reference.ts';

const OPENAPI_PATH = `${REST_BASE}/openapi.json`;
const CACHE = 'public, max-age=300';
const OWN = import.meta.dirname;
const INTER = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);
const FILES = {
  'elements.css': { path: join(OWN, 'elements.css'), type: 'text/css; charset=utf-8' },
  'layout.css': { path: join(OWN, 'layout.css'), type: 'text/css; charset=utf-8' },
  'reference.css': { path: join(OWN, 'reference.css'), type: 'text/css; charset=utf-8' },
  'docs.js': { path: join(OWN, 'docs.js'), type: 'text/javascript; charset=utf-8' },
  'inter.woff2': { path: INTER, type: 'font/woff2' },
} as const;

/** The reference, for programs and for people, and the guides. */
export function mountDocs(hono: Hono<ApiEnv>, { app }: ApiContext): void {
  const api = buildOpenApi();
  const document = JSON.stringify(api);
  const guides = readGuides();
  const originOf = (c: Context) =>
    (app.env.MOUTHPIECE_PUBLIC_URL ?? new URL(c.req.url).origin).replace(/\/$/, '');
  const show = (c: Context, page: Pick<Page, 'title' | 'main'>) => {
    const { path } = c.req;
    const contents = referenceContents(api);
    const language = docsLanguage(
      c.req.header('cookie') ?? '',
      c.req.header('accept-language') ?? '',
    );
    return c.html(layout({ ...page, theme: themeOf(c), language, guides, contents, path }), 200, {
      'Content-Security-Policy': DOCS_POLICY,
      'Cache-Control': 'no-cache',
      Vary: 'Cookie, Accept-Language',
    });
  };
  hono.get(OPENAPI_PATH, (c) =>
    c.body(document, 200, { 'Content-Type': 'application/json', 'Cache-Control': CACHE }),
  );
  hono.get('/docs', (c) =>
    show(c, { title: 'API reference', main: renderReference(api, originOf(c)) }),
  );
  hono.get('/docs/guides', (c) => show(c, { title: 'Guides', main: renderGuideList(guides) }));
  hono.get('/docs/guides/:name', (c) => {
    const guide = guides.find(({ name }) => name === c.req.param('name'));
    if (!guide) throw new AppError('not_found', 'There is no such guide: see /docs/guides');
    return show(c, { title: guide.title, main: renderGuide(guide, originOf(c)) });
  });
  mountChineseType(hono);
  for (const [name, { path, type }] of Object.entries(FILES)) {
    const bytes = new Uint8Array(readFileSync(path));
    hono.get(`/docs/${name}`, (c) =>
      c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
}

/** What the visitor chose in the studio, or here. */
function themeOf(c: Context): Page['theme'] {
  const [, theme] =
    /(?:^|;\s*)mouthpiece_theme=(dark|light)\b/.exec(c.req.header('cookie') ?? '') ?? [];
  return theme as Page['theme'];
}

const PATHS = [
  OPENAPI_PATH,
  '/docs',
  '/docs/guides',
  '/docs/guides/[a-z-]+',
  ...CHINESE_TYPE_PATHS,
];
export const DOCS_METHODS = [...PATHS, ...Object.keys(FILES).map((name) => `/docs/${name}`)].map(
  (path) => ({ method: 'GET', pattern: new RegExp(`^${path.replaceAll('.', '\\.')}$`) }),
);
