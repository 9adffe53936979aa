import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Hono } from 'hono';
import { AppError } from '../../domain/errors.ts';
import type { ApiEnv } from '../api-context.ts';

const SHEET = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/400.css');
const FILES = join(dirname(SHEET), 'files');
const CACHE = 'public, max-age=86400';

/** The type of the few Chinese words around the documentation, in ranges of which a browser takes those it needs. */
export function mountChineseType(hono: Hono<ApiEnv>): void {
  hono.get('/docs/chinese/400.css', async (c) =>
    c.body(await readFile(SHEET), 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': CACHE,
    }),
  );
  const names = new Set(readdirSync(FILES));
  hono.get('/docs/chinese/files/:name', async (c) => {
    const name = c.req.param('name');
    if (!names.has(name)) throw new AppError('not_found', 'There is no such file');
    const headers = { 'Content-Type': 'font/woff2', 'Cache-Control': CACHE };
    return c.body(await readFile(join(FILES, name)), 200, headers);
  });
}

export const CHINESE_TYPE_PATHS = ['/docs/chinese/400.css', '/docs/chinese/files/[a-z0-9-]+.woff2'];
