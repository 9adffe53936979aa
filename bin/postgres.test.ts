import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endAbandonedPostgres, startPostgres } from './postgres.ts';
import { isAlive } from './process-alive.ts';

const isRoot = process.getuid?.() === 0;
const holder = join(import.meta.dirname, '../test/programs/hold-postgres.ts');

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'postgres');
});

afterEach(async () => {
  await endAbandonedPostgres(dataDir);
  await rm(folder, { recursive: true, force: true });
});

describe('startPostgres', () => {
  test('keeps its data over a restart, in UTF-8, and leaves no process behind', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('口')");
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);

    await using second = await start();
    expect(await query(second.url, 'SELECT word, length(word) FROM words')).toEqual([
      { word: '口', length: 1 },
    ]);
    expect(await query(second.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    expect(second.adopted).toBe(false);
  });

  test('hands out a role that is no superuser, behind a password kept in a 0600 file', async () => {
    await using postgres = await start();
    expect(
      await query(postgres.url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user'),
    ).toEqual([{ rolsuper: false }]);
    const open = new URL(postgres.url);
    open.password = 'guessed';
    await expect(query(open.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600);
  });

  test('adopts the server that a killed process left, with what was committed', async () => {
    const left = await hold();
    await query(left.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    left.child.kill('SIGKILL');
    await once(left.child, 'exit');
    expect(await isAlive(left.pid)).toBe(true);

    const adopted = await start();
    expect(adopted).toMatchObject({ pid: left.pid, url: left.url, adopted: true });
    expect(await query(adopted.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    await adopted.stop();
    expect(await isAlive(left.pid)).toBe(false);
  });

  test('starts over the pid file of a dead server, and over one whose number a stranger has', async () => {
    await (await start()).stop();
    const file = join(dataDir, 'cluster', 'postmaster.pid');
    for (const pid of [2 ** 22 - 1, process.pid]) {
      await writeFile(file, `${pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n0 0\nready\n`);
      await using postgres = await start();
      expect(postgres.adopted).toBe(false);
    }
  });

  test('a committed row survives the kill of the server itself', async () => {
    const first = await startPostgres({ dataDir, durable: true });
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    await using second = await start();
    expect(await query(second.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  });

  test('refuses a folder that another process holds, in one line that names it', async () => {
    const other = await hold();
    await expect(start()).rejects.toThrow(
      new RegExp(
        `^Another Mouthpiece is already running on .* \\(process ${other.child.pid}\\)\\.$`,
      ),
    );
    other.child.kill('SIGKILL');
    await once(other.child, 'exit');
  });

  test.runIf(isRoot)('as root, works below a folder that only root can enter', async () => {
    await chmod(folder, 0o700);
    await using postgres = await start();
    const status = await readFile(`/proc/${postgres.pid}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1)).not.toContain('0');
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is not reached by the signals of the terminal it was started from', async () => {
    await using postgres = await start();
    const [, , , , group] = (await readFile(`/proc/${postgres.pid}/stat`, 'utf8')).split(' ');
    expect(Number(group)).toBe(postgres.pid);
  });

  test('says which file is missing when the credentials of a database are gone', async () => {
    await mkdir(join(dataDir, 'cluster'), { recursive: true });
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '18\n');
    await expect(start()).rejects.toThrow(/^.*credentials\.json is missing/);
  });
});

function start() {
  return startPostgres({ dataDir, durable: false });
}

async function hold(): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const child = spawn(process.execPath, [holder, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { pid: number; url: string }) };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
