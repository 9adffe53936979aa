import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './process-alive.ts';

export type ChildOptions = {
  name: string;
  /** The program, from the project's root. */
  entry: string;
  env: NodeJS.ProcessEnv;
  /** Where its output goes; this process's own when missing. */
  logFd?: number;
  log: (line: string) => void;
  /** Told once, when it dies before `keepAlive`, or when starting it again is given up. */
  onGivenUp: (error: Error) => void;
};

const ROOT = join(import.meta.dirname, '..');
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const STEADY_AFTER_MS = 60_000;
const MOST_FAILURES = 8;

/**
 * A process that is started again when it dies, each time a little later, until it keeps dying.
 * It leads a process group, so that a terminal's Ctrl-C reaches only us; its IPC channel closes when we are killed.
 */
export class SupervisedChild {
  readonly #options: ChildOptions;
  #process: ChildProcess | undefined;
  #stopping = false;
  #keptAlive = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ChildOptions) {
    this.#options = options;
    this.#start();
  }

  #start(): void {
    const { name, entry, env, logFd } = this.#options;
    const output = logFd ?? 'inherit';
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.#process = child;
    child.once('error', () => {});
    child.once('exit', (code, signal) => {
      killGroup(child.pid, 'SIGKILL');
      if (this.#stopping) return;
      if (performance.now() - startedAt > STEADY_AFTER_MS) this.#failures = 0;
      this.#restart(`the ${name} process ended (${signal ?? `exit code ${code}`})`);
    });
  }

  #restart(why: string): void {
    this.#failures += 1;
    if (!this.#keptAlive || this.#failures > MOST_FAILURES) {
      this.#options.onGivenUp(new Error(`Mouthpiece can't run: ${why}.`));
      return;
    }
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (this.#failures - 1), LONGEST_DELAY_MS);
    this.#options.log(`${why}; starting it again in ${delayMs / 1000} s`);
    this.#timer = setTimeout(() => this.#start(), delayMs);
  }

  /** It has once been ready: from now on it is started again when it dies. */
  keepAlive(): void {
    this.#keptAlive = true;
  }

  /** Asks it to drain and waits; what is left of its group after that, or once `impatient` fires, is killed. */
  async stop(drainMs: number, impatient?: AbortSignal): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (!child || !isRunning(child)) return;
    child.kill('SIGTERM');
    const deadline = performance.now() + drainMs;
    await until(
      async () => !isRunning(child) || impatient?.aborted || performance.now() > deadline,
      drainMs,
    );
    if (isRunning(child)) killGroup(child.pid, 'SIGKILL');
    await until(async () => !isRunning(child), 5000);
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
