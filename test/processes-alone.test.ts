import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment } from '../bin/environment.ts';
import { findFreePort } from '../bin/free-port.ts';
import { runCommand } from '../bin/run-command.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from './database.ts';

const bootstrap = join(import.meta.dirname, '../bin/bootstrap.mjs');
/** It may have to build the pages first. */
const START_MS = 180_000;
const GIVEN_KEY = 'the key that the operator gives';

let opened: AsyncDisposableStack;
let dataDir: string;

beforeEach(async () => {
  opened = new AsyncDisposableStack();
  dataDir = await mkdtemp(join(tmpdir(), 'processes-alone-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
});
afterEach(() => opened.disposeAsync());

describe('npm run web and npm run worker', () => {
  test('started at the same moment on an empty database, make a task together; a new admin key counts', {
    timeout: 2 * START_MS,
  }, async () => {
    const database = opened.use(await createEmptyDatabase());
    const [worker, web] = [start('worker', database), await startWeb(database)];
    await web.isReady();
    const key = (await readFile(join(dataDir, 'admin-key'), 'utf8')).trim();
    expect((await fetch(`${web.url}/studio/sign-in`)).status).toBe(200);
    expect(await statusOf(web.url, key)).toBe(200);
    expect(await speak(web.url, key)).toBe('completed');

    expect(await web.end()).toBe(0);
    const next = await startWeb(database, { MOUTHPIECE_ADMIN_KEY: GIVEN_KEY });
    await next.isReady();
    expect([await statusOf(next.url, GIVEN_KEY), await statusOf(next.url, key)]).toEqual([
      200, 401,
    ]);
    expect([await next.end(), await worker.end()]).toEqual([0, 0]);
  });

  test('refuse a database that is newer than they are, in one line', async () => {
    const database = opened.use(await createTestDatabase());
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('later', '', '29991231000000_later', now())`);
    await client.end();
    for (const name of ['web', 'worker']) {
      const { code, output } = await runCommand([process.execPath, bootstrap, name], {
        env: settings(database),
      });
      expect(output).toMatch(
        /^The database is newer than this program: .*_later\. Start the .*\n$/,
      );
      expect(code).toBe(1);
    }
  });
});

/** As an operator has them, who sets no NODE_ENV. */
function settings({ url }: TestDatabase, changes: Record<string, string> = {}): NodeJS.ProcessEnv {
  const all = {
    ...environment(),
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    MOUTHPIECE_ANONYMOUS: 'deny',
    MOUTHPIECE_DATA_DIR: dataDir,
    ...changes,
  };
  Reflect.deleteProperty(all, 'NODE_ENV');
  return all;
}

function start(name: string, database: TestDatabase, changes: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bootstrap, name], {
    env: settings(database, changes),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
    return child.exitCode;
  };
  opened.defer(async () => {
    await end();
  });
  return { end };
}

async function startWeb(database: TestDatabase, changes: Record<string, string> = {}) {
  const port = await findFreePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const { end } = start('web', database, { PORT: String(port), ...changes });
  const readiness = async () =>
    (await fetch(`${url}/api/v1/health/ready`).catch(() => undefined))?.status;
  const isReady = () => expect.poll(readiness, { timeout: START_MS, interval: 200 }).toBe(200);
  return { url, end, isReady };
}

async function call(url: string, key: string, body?: object): Promise<Response> {
  return fetch(url, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
}

const statusOf = async (url: string, key: string) => (await call(`${url}/api/v1/keys`, key)).status;

/** How a spoken sentence ended. */
async function speak(url: string, key: string): Promise<unknown> {
  const tasks = `${url}/api/v1/tasks`;
  const made = await call(tasks, key, { type: 'speech', input: { text: 'Good morning.' } });
  let task = (await made.json()) as { id: string; status: string; completed_at: string | null };
  while (task.completed_at === null && made.ok)
    task = (await (await call(`${tasks}/${task.id}?wait=30`, key)).json()) as typeof task;
  return task.status;
}
