import { once } from 'node:events';
import { mkdir, open, readFile, realpath, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { lockFolder } from './folder-lock.ts';
import { findFreePort } from './free-port.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import {
  type PostgresCredentials,
  type PostgresFolder,
  postgresEnv,
  preparePostgresFolder,
  readCredentials,
} from './postgres-files.ts';
import { isAlive, until } from './process-alive.ts';

export type PostgresOptions = {
  /** Holds the cluster, its log and its credentials; created when missing. */
  dataDir: string;
  /** Told in one line what is worth knowing, such as an adopted server. */
  log?: (line: string) => void;
  /** Where it listens; a free port when missing. */
  port?: number;
  /** For databases that may be lost with the machine, such as those of tests. */
  durable?: boolean;
};

export type RunningPostgres = AsyncDisposable & {
  /** Connects as the role that owns Mouthpiece's database and may create others; not a superuser. */
  url: string;
  pid: number;
  /** Whether a killed process had left it running. */
  adopted: boolean;
  /** Ends every connection and stops the server; safe to call twice. */
  stop(): Promise<void>;
};

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts the PostgreSQL that came with `npm ci`, or adopts the one a killed process left running on the folder.
 * It listens on the loopback interface only, and in a session of its own: a terminal's Ctrl-C does not reach it.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = await findPostgresBinaries();
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  await using cleanup = new AsyncDisposableStack();
  cleanup.use(await lockFolder(dataDir));
  const account = await choosePostgresAccount([dataDir, join(binaries.home, 'bin')]);
  const folder = await preparePostgresFolder(dataDir, binaries, account);
  const left = await adopt(folder, options);
  const server = left ?? (await spawnServer({ binaries, account, folder, options }));
  cleanup.defer(() => stopServer(server.pid));
  await ensureDatabase(server.port, folder);
  const held = cleanup.move();
  const stop = () => held.disposeAsync();
  return {
    url: urlOf(server, folder.credentials),
    pid: server.pid,
    adopted: left !== undefined,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Where the server of a folder can be reached that another process runs; undefined when none does. */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const cluster = join(await realpath(dataDir).catch(() => dataDir), 'cluster');
  const server = await readPidFile(cluster);
  if (!server || !(await isOurs(server.pid, cluster))) return undefined;
  return urlOf(server, await readCredentials(dataDir));
}

type Server = { pid: number; port: number };

function urlOf({ port }: Server, { mouthpiece }: PostgresCredentials): string {
  return `postgres://mouthpiece:${mouthpiece}@127.0.0.1:${port}/mouthpiece`;
}

/** The server that already runs on this very cluster, or undefined after clearing a dead one's pid file. */
async function adopt(
  folder: PostgresFolder,
  options: PostgresOptions,
): Promise<Server | undefined> {
  const server = await readPidFile(folder.cluster);
  if (!server) return undefined;
  if (!(await isOurs(server.pid, folder.cluster))) {
    await rm(join(folder.cluster, 'postmaster.pid'), { force: true });
    return undefined;
  }
  const ready = await until(async () => {
    if (!(await isAlive(server.pid))) return true;
    return answers(server.port, folder);
  }, START_TIMEOUT_MS);
  if (!ready) throw new Error(`The database process ${server.pid} does not answer: end it first.`);
  if (!(await isAlive(server.pid))) return undefined;
  options.log?.(`adopted the database that was left running (process ${server.pid})`);
  return server;
}

async function readPidFile(cluster: string): Promise<Server | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

/** A pid can be in use again by a stranger; the command line tells. */
async function isOurs(pid: number, cluster: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.split('\0').includes(cluster);
}

async function answers(port: number, folder: PostgresFolder): Promise<boolean> {
  try {
    await withSuperuser(port, folder, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      if (rows[0]?.data_directory !== folder.cluster) throw new Error('a server of another folder');
    });
    return true;
  } catch {
    return false;
  }
}

type SpawnPlan = {
  binaries: PostgresBinaries;
  account: PostgresAccount;
  folder: PostgresFolder;
  options: PostgresOptions;
};

const START_ATTEMPTS = 5;
/** Another process took the port, or the last backends of a killed server are still leaving. */
const WORTH_ANOTHER_TRY = /Address already in use|shared memory block|lock file .* already exists/;

async function spawnServer(plan: SpawnPlan): Promise<Server> {
  let failure = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const outcome = await trySpawn(plan, plan.options.port ?? (await findFreePort('127.0.0.1')));
    if (typeof outcome !== 'string') return outcome;
    failure = outcome;
    if (!WORTH_ANOTHER_TRY.test(failure)) break;
    await until(async () => false, 500 * attempt);
  }
  const why = /(?:FATAL|PANIC): +(.*)/.exec(failure)?.[1] ?? 'it ended without a word';
  throw new Error(`The embedded database did not start: ${why} (${plan.folder.logFile})`);
}

/** The running server, or what it wrote to its log before it ended. */
async function trySpawn(plan: SpawnPlan, port: number): Promise<Server | string> {
  const { binaries, account, folder, options } = plan;
  await using log = await open(folder.logFile, 'a', 0o600);
  if ((await log.stat()).size > LOG_BYTES) await truncate(folder.logFile, 0);
  const logStart = (await log.stat()).size;
  const child = account.spawn(
    binaries.postgres,
    ['-D', folder.cluster, ...settings(port, options.durable ?? true)],
    { cwd: '/', env: postgresEnv(), detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  const ended = once(child, 'close').then(
    () => true,
    () => true,
  );
  child.unref();
  const { pid } = child;
  const isReady = async () => child.exitCode !== null || answers(port, folder);
  const ready = pid !== undefined && (await until(isReady, START_TIMEOUT_MS));
  if (ready && child.exitCode === null) return { pid, port };
  if (pid !== undefined) await stopServer(pid);
  await ended;
  return (await readFile(folder.logFile)).subarray(logStart).toString();
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function ensureDatabase(port: number, folder: PostgresFolder): Promise<void> {
  await withSuperuser(port, folder, async (client) => {
    const role = await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'mouthpiece'");
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(folder.credentials.mouthpiece);
      await client.query(`CREATE ROLE mouthpiece LOGIN CREATEDB PASSWORD ${password}`);
    }
    const database = await client.query("SELECT 1 FROM pg_database WHERE datname = 'mouthpiece'");
    if (database.rowCount === 0) await client.query('CREATE DATABASE mouthpiece OWNER mouthpiece');
  });
}

async function withSuperuser(
  port: number,
  folder: PostgresFolder,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: folder.credentials.superuser,
    database: 'postgres',
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** SIGINT ends the sessions and checkpoints; SIGQUIT leaves the rest to the next start's recovery. */
async function stopServer(pid: number): Promise<void> {
  const gone = async () => !(await isAlive(pid));
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await until(gone, STOP_TIMEOUT_MS)) return;
  }
  throw new Error(`The database process ${pid} does not stop.`);
}

/**
 * Ends the server of a folder that nobody holds any more, and tells whether nobody does.
 * For clearing what killed test runs left; a folder in use is left alone.
 */
export async function endAbandonedPostgres(dataDir: string): Promise<boolean> {
  const folder = await realpath(dataDir);
  await using cleanup = new AsyncDisposableStack();
  try {
    cleanup.use(await lockFolder(folder));
  } catch {
    return false;
  }
  const cluster = join(folder, 'cluster');
  const server = await readPidFile(cluster);
  if (server && (await isOurs(server.pid, cluster))) await stopServer(server.pid);
  return true;
}
