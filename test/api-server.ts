import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { RunningServer } from '#/server.ts';
import { createTestDatabase } from './database.ts';
import { pretendWorker } from './pretend-worker.ts';
import { UNHURRIED } from './unhurried.ts';

export const ADMIN_KEY = 'mp_live_admin-key-of-the-tests';

type Json = Record<string, unknown> & { errors?: { pointer: string; detail: string }[] };

export type Reply = { status: number; headers: Headers; body: Json };

export type TestServer = AsyncDisposable & {
  url: string;
  folder: string;
  app: RunningServer['app'];
  /** Stops the server and starts it again on the same database and folder. */
  restart(): Promise<void>;
  /** JSON in, JSON out. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  createKey(scopes?: string[]): Promise<string>;
  /** Makes the database believe in a worker, so that tasks are taken. */
  pretendWorker(): Promise<void>;
};

export type CallOptions = {
  key?: string | null;
  body?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
};

/** The real web process's server without pages, on a database and a folder of its own. */
export async function startTestServer(settings: Record<string, string> = {}): Promise<TestServer> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await createTestDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-api-test-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const all = {
    ...UNHURRIED,
    DATABASE_URL: database.url,
    MOUTHPIECE_DATA_DIR: folder,
    PORT: '0',
    ...settings,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  vi.resetModules();
  const { installAdminKey } = await import('#/services/keys/install-admin-key.ts');
  await installAdminKey(database.url, { path: join(folder, 'admin-key'), secret: ADMIN_KEY });
  const { startServer } = await import('#/server.ts');
  let server = await startServer({ pages: false });
  const kept = opened.move();
  const call = (method: string, path: string, options: CallOptions = {}) =>
    callJson(`http://127.0.0.1:${server.port}`, { method, path, ...options });
  return {
    get url() {
      return server.url;
    },
    get app() {
      return server.app;
    },
    folder,
    call,
    async restart() {
      await server[Symbol.asyncDispose]();
      server = await startServer({ pages: false });
    },
    async createKey(scopes = ['read', 'create']) {
      const made = await call('POST', '/api/v1/keys', { body: { name: 'test', scopes } });
      return String(made.body.secret);
    },
    pretendWorker: () => pretendWorker(server.app.database),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await kept.disposeAsync();
      vi.unstubAllEnvs();
    },
  };
}

async function callJson(
  url: string,
  request: CallOptions & { method: string; path: string },
): Promise<Reply> {
  const { key = ADMIN_KEY, body, raw } = request;
  const response = await fetch(url + request.path, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...(key !== null && { 'X-API-Key': key }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...request.headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(raw !== undefined && { body: raw }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text !== '' && isJson(response) ? JSON.parse(text) : { text },
  };
}

function isJson(response: Response): boolean {
  return /json/.test(response.headers.get('content-type') ?? '');
}

/** Waits for a condition, never for a time. */
export async function eventually<T>(probe: () => Promise<T | false> | T | false): Promise<T> {
  return vi.waitFor(async () => {
    const found = await probe();
    if (found === false) throw new Error('not yet');
    return found;
  }, 30_000);
}
