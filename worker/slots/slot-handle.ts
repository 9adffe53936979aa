import type { ChildProcess } from 'node:child_process';
import { AppError } from '#/domain/errors.ts';
import type { Capabilities } from '#/domain/worker.ts';
import { forkMedia, type MediaProcessOptions } from './fork-media.ts';
import type {
  FromSlot,
  SlotPreview,
  SlotProduct,
  SlotProgress,
  SlotWork,
} from './slot-messages.ts';
import { watchMemory } from './watch-memory.ts';

const READY_WITHIN_MS = 60_000;
const CANCEL_WITHIN_MS = 700;
const TOO_BIG = 'it took too much memory';

/** The attempt was stopped because its signal aborted. */
export class SlotCancelled extends Error {}

export type SlotRun = {
  work: SlotWork;
  signal: AbortSignal;
  onProgress: (report: SlotProgress) => void;
  onPreview: (preview: SlotPreview) => void;
};

/** One slot process as the supervisor sees it: it runs one attempt at a time and is replaced when it dies. */
export class SlotHandle implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  readonly capabilities: Capabilities;
  #runs = 0;
  /** What it works on; null while it waits. */
  taskId: string | null = null;

  private constructor(child: ChildProcess, exited: Promise<string>, capabilities: Capabilities) {
    this.#child = child;
    this.capabilities = capabilities;
    this.#exited = exited;
  }

  /** Starts the process and waits until its models are warm. */
  static async start(options: MediaProcessOptions): Promise<SlotHandle> {
    const child = forkMedia(new URL('slot.ts', import.meta.url), options);
    const tooBig = Promise.withResolvers<string>();
    watchMemory(child, options.maxBytes, () => tooBig.resolve(TOO_BIG));
    const exited = exitOf(child).then((how) => Promise.race([tooBig.promise, how]));
    const ready = Promise.withResolvers<Capabilities>();
    const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
    child.once('message', (message: FromSlot) => {
      if (message.type === 'ready') ready.resolve(message.capabilities);
    });
    void exited.then((how) => ready.reject(new Error(`the slot process ended at start (${how})`)));
    try {
      return new SlotHandle(child, exited, await ready.promise);
    } finally {
      clearTimeout(timer);
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get runs(): number {
    return this.#runs;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Runs one attempt. An aborted signal cancels it; a slot that does not stop in time is killed.
   * @throws SlotCancelled, or AppError: the task's own, or `engine_failed` when the process died
   */
  async run({ work, signal, onProgress, onPreview }: SlotRun): Promise<SlotProduct> {
    this.#runs += 1;
    this.taskId = work.taskId;
    if (signal.aborted) throw new SlotCancelled();
    const done = Promise.withResolvers<SlotProduct>();
    const listen = (message: FromSlot) => {
      if (message.type === 'progress') onProgress(message.report);
      if (message.type === 'preview') onPreview(message.preview);
      if (message.type === 'done') done.resolve(message.product);
      if (message.type === 'cancelled') done.reject(new SlotCancelled());
      if (message.type === 'failed') {
        const { code, detail, cause } = message.failure;
        done.reject(new AppError(code, detail, { cause }));
      }
    };
    let killer: NodeJS.Timeout | undefined;
    const cancel = () => {
      if (this.#child.connected) this.#child.send({ type: 'cancel' });
      killer = setTimeout(() => this.#child.kill('SIGKILL'), CANCEL_WITHIN_MS);
    };
    this.#child.on('message', listen);
    signal.addEventListener('abort', cancel, { once: true });
    void this.#exited.then((how) =>
      done.reject(
        signal.aborted
          ? new SlotCancelled()
          : new AppError('engine_failed', whyEnded(how), { cause: how }),
      ),
    );
    try {
      if (this.#child.connected) this.#child.send({ type: 'run', work });
      return await done.promise;
    } finally {
      clearTimeout(killer);
      signal.removeEventListener('abort', cancel);
      this.#child.off('message', listen);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

function whyEnded(how: string): string {
  return how === TOO_BIG
    ? 'The task needed more memory than it may take: ask for a lower resolution or a shorter piece'
    : 'The process running this task ended unexpectedly';
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve(String(child.signalCode ?? child.exitCode));
    child.once('exit', (code, killed) => resolve(killed ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}
