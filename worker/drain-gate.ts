import type { AppContext } from '#/services/context.ts';
import { mayTakeWork } from '#/services/workers/announce-worker.ts';

type JobSource = { take: () => Promise<void>; pause: () => Promise<void> };

/** Lets work in unless an operator has told this worker to drain; a job that is on its way then is not claimed. */
export class DrainGate {
  readonly #app: AppContext;
  readonly #workerId: string;
  readonly #queue: JobSource;
  #open = true;
  #closed = false;

  constructor(app: AppContext, workerId: string, queue: JobSource) {
    this.#app = app;
    this.#workerId = workerId;
    this.#queue = queue;
  }

  /** To be repeated: stops and resumes the taking of jobs when the operator's word has changed. */
  async look(): Promise<void> {
    const open = await mayTakeWork(this.#app, this.#workerId);
    if (this.#closed || open === this.#open) return;
    this.#open = open;
    await (open ? this.#queue.take() : this.#queue.pause());
  }

  /** This process ends: from now on nothing is resumed. */
  close(): void {
    this.#closed = true;
  }
}
