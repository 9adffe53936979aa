import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment } from '../bin/environment.ts';
import { endAbandonedPostgres } from '../bin/postgres.ts';
import { until } from '../bin/process-alive.ts';
import { runCommand } from '../bin/run-command.ts';

const entry = join(import.meta.dirname, '../bin/launcher.ts');
const checkSettings = join(import.meta.dirname, '../bin/check-settings.ts');

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'launcher-'));
});

afterEach(async () => {
  await endAbandonedPostgres(join(dataDir, 'postgres')).catch(() => {});
  await rm(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  test('says where it is ready and where the admin key is, refuses a second one, and stops cleanly', async () => {
    await using started = start({ PORT: '0' });
    const [, url] = await started.said(/Mouthpiece is ready at (http:\/\/127\.0\.0\.1:\d+)\n/);
    const [, keyFile = ''] = await started.said(/The first admin key is in (.*)\n/);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const key = (await readFile(keyFile, 'utf8')).trim();
    const answer = await fetch(`${url}/api/v1/keys`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);

    const second = await runCommand([process.execPath, entry], { env: settings({ PORT: '0' }) });
    expect(second).toMatchObject({ code: 1 });
    expect(second.output).toMatch(
      new RegExp(`^Another Mouthpiece is already running on .* \\(process ${started.pid}\\)\\.\n$`),
    );

    expect(await started.end('SIGTERM')).toBe(0);
    await expect(fetch(`${url}/api/v1/health/live`)).rejects.toThrow('fetch failed');
    await expect(stat(join(dataDir, 'postgres/cluster/postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  test('goes on when its database is killed, and finishes under the next what it had begun when it is killed itself', {
    timeout: 180_000,
  }, async () => {
    await using killed = start({ PORT: '0' });
    const [, url = ''] = await killed.said(/ready at (\S+)\n/);
    const first = await createVideo(url);
    process.kill(await postmaster(), 'SIGKILL');
    await killed.said(/the embedded database has ended: starting it again/);
    await ends(url, first);
    const second = await createVideo(url);
    await killed.end('SIGKILL');
    await using next = start({ PORT: '0' });
    const [, nextUrl = ''] = await next.said(/ready at (\S+)\n/);
    await ends(nextUrl, second);
    expect(await next.end('SIGTERM')).toBe(0);
  });

  test('starts again on the data of one that was killed, and its processes have gone with it', async () => {
    await using killed = start({ PORT: '0' });
    const [, url] = await killed.said(/ready at (\S+)\n/);
    await killed.end('SIGKILL');
    await using next = start({ PORT: '0' });
    await next.said(/adopted the database that was left running/);
    await next.said(/ready at \S+\n/);
    const gone = () =>
      fetch(`${url}/api/v1/health/live`).then(
        () => false,
        () => true,
      );
    expect(await until(gone, 15_000)).toBe(true);
    expect(await next.end('SIGINT')).toBe(0);
  });

  test.each([
    { name: 'PORT', value: 'many', says: /^Setting PORT is not valid: .*\n$/ },
    { name: 'MOUTHPIECE_COLOUR', value: 'red', says: /^Unknown setting MOUTHPIECE_COLOUR.*\n$/ },
    {
      name: 'DATABASE_URL',
      value: 'postgres://me:secret@127.0.0.1:1/none',
      says: /^The database none at 127\.0\.0\.1:1 can't be used: .*\n$/,
    },
  ])('refuses $name=$value in one line', async ({ name, value, says }) => {
    const command = [process.execPath, '--import', checkSettings, entry] as const;
    const { code, output } = await runCommand([...command], { env: settings({ [name]: value }) });
    expect(output).toMatch(says);
    expect(code).toBe(1);
  });

  test('refuses a port that is in use in one line, and leaves no database running', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as { port: number };
    const { code, output } = await runCommand([process.execPath, entry], {
      env: settings({ PORT: String(port) }),
    });
    occupant.close();
    expect(output).toBe(
      `Port ${port} is in use: end what listens there, or set PORT to another one.\n`,
    );
    expect(code).toBe(1);
    await expect(stat(join(dataDir, 'postgres/cluster/postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});

async function postmaster(): Promise<number> {
  const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid');
  return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
}

/** A call of the operator, who may have to repeat it. */
async function ask(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const key = (await readFile(join(dataDir, 'admin-key'), 'utf8')).trim();
  const headers = { 'X-API-Key': key, 'Content-Type': 'application/json' };
  let answer: Response | undefined;
  const isAnswered = async () => {
    answer = await fetch(url, { ...init, headers }).catch(() => undefined);
    return answer?.ok ?? false;
  };
  expect(await until(isAnswered, 30_000, 200)).toBe(true);
  return (await answer?.json()) as Record<string, unknown>;
}

async function createVideo(url: string): Promise<unknown> {
  const body = JSON.stringify({
    type: 'digital_human',
    input: { speech_text: 'The quick brown fox jumps over the lazy dog.', image: 'portrait:host' },
    options: { resolution: '360p' },
  });
  const { id } = await ask(`${url}/api/v1/tasks`, { method: 'POST', body });
  const hasBegun = async () => (await ask(`${url}/api/v1/tasks/${id}`)).status !== 'pending';
  expect(await until(hasBegun, 30_000, 100)).toBe(true);
  return id;
}

/** It was taken once and its file is the one on record. */
async function ends(url: string, id: unknown): Promise<void> {
  let task: Record<string, unknown> = {};
  const isEnded = async () => {
    task = await ask(`${url}/api/v1/tasks/${id}`);
    return task.status === 'completed' || task.status === 'failed';
  };
  expect(await until(isEnded, 90_000, 200)).toBe(true);
  const output = task.output as { url: string; sha256: string } | null;
  const file = await fetch(new URL(output?.url ?? '', url));
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(output?.sha256);
}

function settings(changes: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...environment(),
    DATABASE_URL: '',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    MOUTHPIECE_DATA_DIR: dataDir,
    ...changes,
  };
}

function start(changes: Record<string, string>) {
  const child = spawn(process.execPath, [entry], {
    env: settings(changes),
    // The channel ends it with this process.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(child, 'exit');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (isRunning()) child.kill(signal);
    await ended;
    return child.exitCode;
  };
  const dispose = async () => {
    await end('SIGTERM');
  };
  const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
    await until(async () => pattern.test(output) || !isRunning(), 60_000);
    const match = pattern.exec(output);
    if (!match) throw new Error(`${pattern} was not said: ${output}`);
    return match;
  };
  return { pid: child.pid, said, end, [Symbol.asyncDispose]: dispose };
}
