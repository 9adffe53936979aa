import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataPaths, type Env, parseEnv } from '#/env.ts';
import { environment } from './environment.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { startLastingPostgres } from './lasting-postgres.ts';
import { until } from './process-alive.ts';
import { sayFailure } from './say-failure.ts';
import { setUp } from './set-up.ts';
import { onStopSignal } from './stop-signal.ts';
import { SupervisedChild } from './supervised-child.ts';

export type LaunchOptions = {
  /** Settings over those of the environment. `PORT: '0'` takes a free port. */
  settings?: Record<string, string>;
  /** Told, in a line each, what an operator should know. */
  log?: (line: string) => void;
  /** Where the output of the processes goes; this one's own when missing. */
  logFile?: string;
  /** False for data that may be lost with the machine, such as a test's. */
  durable?: boolean;
  /** Ends a launch that is under way. */
  signal?: AbortSignal;
};

export type Product = AsyncDisposable & {
  /** Where it answers, without a slash at the end. */
  url: string;
  adminKey: string;
  dataDir: string;
  databaseUrl: string;
  /** Resolves when something essential has ended for good. */
  failed: Promise<Error>;
  /** Drains and stops everything; the database last. Work is cut short once `impatient` fires. */
  stop(impatient?: AbortSignal): Promise<void>;
};

const READY_MS = 90_000;
const DRAIN_MS = 60_000;
const OLD_PORT_MS = 15_000;

/** Starts the database (unless DATABASE_URL names one), the web process and one worker; ready when it returns. */
export async function launch(options: LaunchOptions = {}): Promise<Product> {
  const { log = () => {}, signal } = options;
  const inherited = { ...environment(), ...options.settings };
  const settings = parseEnv(inherited);
  const dataDir = settings.MOUTHPIECE_DATA_DIR;
  await mkdir(dataDir, { recursive: true });
  await using cleanup = new AsyncDisposableStack();
  const failed = failure();

  const database = await openDatabase(settings, options, failed.resolve);
  cleanup.use(database);
  signal?.throwIfAborted();
  const port = await claimPort(settings, database.adopted);
  const adminKey = await setUp(database.url, settings);
  signal?.throwIfAborted();

  const logFile = options.logFile && cleanup.use(await open(options.logFile, 'a'));
  let impatient: AbortSignal | undefined;
  const children = startChildren({
    env: { ...inherited, NODE_ENV: modeOf(settings), PORT: `${port}`, DATABASE_URL: database.url },
    ...(logFile && { logFd: logFile.fd }),
    log,
    onGivenUp: failed.resolve,
  });
  cleanup.defer(async () => {
    await Promise.all(children.map((child) => child.stop(DRAIN_MS, impatient)));
  });
  const url = `http://${reachable(settings.HOST)}:${port}`;
  await waitUntilReady(url, { failed: failed.promise, signal }).catch((error: Error) =>
    explain(error, options.logFile),
  );
  for (const child of children) child.keepAlive();

  const held = cleanup.move();
  const stop = async (hurry?: AbortSignal) => {
    impatient = hurry;
    await held.disposeAsync();
  };
  return {
    ...{ url, adminKey, dataDir, databaseUrl: database.url, failed: failed.promise, stop },
    [Symbol.asyncDispose]: () => stop(),
  };
}

type LaunchedDatabase = AsyncDisposable & { url: string; adopted: boolean };

async function openDatabase(
  settings: Env,
  options: LaunchOptions,
  onEnded: (error: Error) => void,
): Promise<LaunchedDatabase> {
  if (settings.DATABASE_URL) {
    return { url: settings.DATABASE_URL, adopted: false, [Symbol.asyncDispose]: async () => {} };
  }
  const postgres = await startLastingPostgres(
    {
      dataDir: join(settings.MOUTHPIECE_DATA_DIR, 'postgres'),
      durable: options.durable ?? true,
      ...(options.log && { log: options.log }),
    },
    onEnded,
  );
  const { url, adopted, stop } = postgres;
  return { url, adopted, [Symbol.asyncDispose]: stop };
}

/** After a kill the old web process may need a moment to notice and leave the port. */
async function claimPort({ HOST, PORT }: Env, mayBeLeaving: boolean): Promise<number> {
  if (PORT === 0) return findFreePort(HOST);
  const waitMs = mayBeLeaving ? OLD_PORT_MS : 0;
  if (await until(() => isPortFree(HOST, PORT), waitMs, 250)) return PORT;
  throw new Error(`Port ${PORT} is in use: end what listens there, or set PORT to another one.`);
}

function startChildren(
  options: Pick<
    ConstructorParameters<typeof SupervisedChild>[0],
    'env' | 'logFd' | 'log' | 'onGivenUp'
  >,
): SupervisedChild[] {
  return [
    new SupervisedChild({ ...options, name: 'worker', entry: 'worker/main.ts' }),
    new SupervisedChild({ ...options, name: 'web', entry: 'src/server.ts' }),
  ];
}

async function waitUntilReady(
  url: string,
  end: { failed: Promise<Error>; signal: AbortSignal | undefined },
): Promise<void> {
  let answer = 'no answer';
  const isReady = async () => {
    end.signal?.throwIfAborted();
    const signal = AbortSignal.timeout(5000);
    const response = await fetch(`${url}/api/v1/health/ready`, { signal }).catch(() => undefined);
    if (response) answer = await response.text();
    return response?.ok ?? false;
  };
  const outcome = await Promise.race([until(isReady, READY_MS, 100), end.failed]);
  if (outcome instanceof Error) throw outcome;
  if (!outcome) throw new Error(`Mouthpiece did not get ready in time: ${answer.slice(0, 300)}`);
}

/** Adds what the processes said last, which nobody has seen when it went to a file. */
async function explain(error: Error, logFile: string | undefined): Promise<never> {
  const said = logFile && (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-10);
  if (said) error.message += `\n${said.join('\n')}`;
  throw error;
}

function failure(): { promise: Promise<Error>; resolve: (error: Error) => void } {
  let resolve: (error: Error) => void = () => {};
  const promise = new Promise<Error>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const modeOf = ({ NODE_ENV }: Env) => (NODE_ENV === 'development' ? NODE_ENV : 'production');

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function main(): Promise<void> {
  const { stop, hurry } = onStopSignal();
  const log = (line: string) => console.error(`mouthpiece: ${line}`);
  const product = await launch({ log, signal: stop });
  const { MOUTHPIECE_ADMIN_KEY, MOUTHPIECE_PUBLIC_URL } = parseEnv(environment());
  console.log(`Mouthpiece is ready at ${MOUTHPIECE_PUBLIC_URL ?? product.url}`);
  console.log(
    MOUTHPIECE_ADMIN_KEY
      ? 'The admin key is the one in MOUTHPIECE_ADMIN_KEY.'
      : `The first admin key is in ${dataPaths(product.dataDir).adminKey}`,
  );
  const ended = await Promise.race([product.failed, aborted(stop)]);
  if (!ended) log('stopping: running work is finished or handed back');
  await product.stop(hurry);
  if (ended) throw ended;
}

async function aborted(signal: AbortSignal): Promise<undefined> {
  while (!signal.aborted) await delay(60_000, undefined, { signal }).catch(() => {});
}

if (import.meta.main) {
  main().catch((error: Error) => {
    if (error.name === 'AbortError') return;
    console.error(sayFailure(error));
    process.exitCode = 1;
  });
}
