import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { environment } from '../bin/environment.ts';
import type { Installation } from './installation.ts';

export type WorkerProcess = AsyncDisposable & {
  child: ChildProcess;
  /** Resolves when it has ended, however. */
  exited: Promise<unknown>;
  /** Ids of the processes it has started. */
  children(): number[];
  /** Of those, the ones that run tasks. */
  slots(): number[];
  /** Ends it as an operator would; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** kill −9 */
  kill(): Promise<void>;
};

const PRELOADED = ['arm-faults.ts', 'shift-clock.ts'].map(
  (name) => new URL(`programs/${name}`, import.meta.url).href,
);

/** For a process whose fault points a test arms, and whose clock it shifts, through files of this folder. */
export function withFaults(folder: string | undefined) {
  return {
    env: folder ? { FAULT_FOLDER: folder } : {},
    execArgv: folder ? PRELOADED.flatMap((url) => ['--import', url]) : [],
  };
}

/** The real worker, as its own process, ready for work when this returns. */
export async function startWorker(
  installation: Pick<Installation, 'settings'>,
  settings: Record<string, string> = {},
  faultFolder?: string,
): Promise<WorkerProcess> {
  const faults = withFaults(faultFolder);
  const child = fork(new URL('../worker/main.ts', import.meta.url), [], {
    env: {
      ...environment(),
      MOUTHPIECE_WORKER_SLOTS: '1',
      ...installation.settings,
      ...settings,
      ...faults.env,
    },
    execArgv: faults.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!gone()) child.kill(signal);
    if (!gone()) await exited;
    return child.exitCode;
  };
  await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error('the worker ended at start'))),
  ]);
  return {
    child,
    exited,
    children: () => childrenOf(child.pid ?? 0),
    slots: () => childrenOf(child.pid ?? 0, '/slots/slot.ts'),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

/** Ids of the processes that `pid` has started, of one program or of all. */
export function childrenOf(pid: number, program = ''): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => Number(row?.[2]) === pid && row?.[3]?.includes(program))
    .map((row) => Number(row?.[1]));
}
