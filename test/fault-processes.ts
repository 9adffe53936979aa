import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { environment } from '../bin/environment.ts';
import type { Installation } from './installation.ts';
import { until } from './until.ts';
import { childrenOf, startWorker, type WorkerProcess, withFaults } from './worker-process.ts';

const KEEP_TIMINGS = new URL('programs/keep-timings.ts', import.meta.url).href;

type Settings = Pick<Installation, 'settings'>;
type Started = { exited: Promise<unknown> } & AsyncDisposable;

export type GroundWorker = Pick<WorkerProcess, 'children' | 'slots' | 'kill'> & {
  child: Pick<ChildProcess, 'pid' | 'kill'>;
};

/** Processes that are started again whenever they die, with fault points that files of a folder arm. */
export type Processes = AsyncDisposable & {
  address(): Promise<string>;
  web(): Promise<{ pid: number }>;
  worker(): Promise<GroundWorker>;
  launcher(): Promise<{ pid: number } | null>;
};

/** A web process and a worker, each by itself. */
export function startApart(settings: Settings, folder: string): Processes {
  const web = keepAlive(() => startWeb(settings, folder));
  const worker = keepAlive(() => startWorker(settings, {}, folder));
  return {
    address: async () => (await web.current()).url,
    web: web.current,
    worker: worker.current,
    launcher: async () => null,
    async [Symbol.asyncDispose]() {
      await Promise.all([web[Symbol.asyncDispose](), worker[Symbol.asyncDispose]()]);
    },
  };
}

/** A launcher with its web process and its worker. */
export function startLaunched(settings: Settings, folder: string): Processes {
  const launcher = keepAlive(() => startLauncher(settings, folder));
  const childOf = (program: string) =>
    until(async () => {
      const { pid } = await launcher.current();
      return childrenOf(pid, program).at(0) ?? null;
    });
  return {
    launcher: launcher.current,
    address: async () => (await launcher.current()).url,
    web: async () => ({ pid: await childOf('src/server.ts') }),
    async worker() {
      const pid = await childOf('worker/main.ts');
      return {
        child: { pid, kill: (signal) => process.kill(pid, signal) },
        children: () => childrenOf(pid),
        slots: () => childrenOf(pid, '/slots/slot.ts'),
        kill: async () => void process.kill(pid, 'SIGKILL'),
      };
    },
    [Symbol.asyncDispose]: launcher[Symbol.asyncDispose],
  };
}

async function startLauncher(
  { settings }: Settings,
  folder: string,
): Promise<Started & { url: string; pid: number }> {
  const faults = withFaults(folder);
  const child = spawn(process.execPath, [new URL('../bin/launcher.ts', import.meta.url).pathname], {
    env: {
      ...environment(),
      MOUTHPIECE_WORKER_SLOTS: '1',
      ...settings,
      ...faults.env,
      PORT: '0',
      NODE_OPTIONS: ['--import', KEEP_TIMINGS, ...faults.execArgv].join(' '),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  const isReady = () => /ready at (\S+)/.exec(said)?.[1] ?? null;
  const url = await Promise.race([
    until(isReady, 90_000),
    exited.then(() => Promise.reject(new Error('the launcher ended at start'))),
  ]);
  return {
    url,
    pid: child.pid ?? 0,
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** What an operator's supervisor does: starts it again at once. */
function keepAlive<P extends Started>(
  start: () => Promise<P>,
): AsyncDisposable & { current(): Promise<P> } {
  let stopping = false;
  let process = begin();
  function begin(): Promise<P> {
    const starting = start();
    starting.then(
      ({ exited }) =>
        exited.then(() => {
          if (!stopping) process = begin();
        }),
      () => {
        if (!stopping) process = begin();
      },
    );
    return starting;
  }
  return {
    current: () => process,
    async [Symbol.asyncDispose]() {
      stopping = true;
      await (await process)[Symbol.asyncDispose]();
    },
  };
}

async function startWeb(
  { settings }: Settings,
  folder: string,
): Promise<Started & { url: string; pid: number }> {
  const faults = withFaults(folder);
  const child = fork(new URL('../src/server.ts', import.meta.url), ['--api-only'], {
    env: { ...environment(), ...settings, PORT: '0', ...faults.env },
    execArgv: faults.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error('the web process ended at start'))),
  ]);
  const { port } = message as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
