import { setTimeout as delay } from 'node:timers/promises';
import type { Capabilities, SlotState } from '#/domain/worker.ts';
import { logger } from '#/logger.ts';
import type { MediaProcessOptions } from './fork-media.ts';
import { SlotHandle } from './slot-handle.ts';
import { residentBytes } from './watch-memory.ts';

/** A slot is replaced after this many tasks, so that nothing native grows for ever. */
const RUNS_PER_SLOT = 200;
const RESTART_DELAY_MS = 1_000;

/** The warm slots of one worker. */
export class SlotPool implements AsyncDisposable {
  readonly #options: MediaProcessOptions;
  readonly #all = new Set<SlotHandle>();
  /** Slots whose successor is warming up; they work until it is warm. */
  readonly #retiring = new Set<SlotHandle>();
  #free: SlotHandle[] = [];
  readonly #waiting: ((slot: SlotHandle) => void)[] = [];
  #closed = false;
  busy = 0;

  private constructor(options: MediaProcessOptions) {
    this.#options = options;
  }

  static async open(size: number, options: MediaProcessOptions): Promise<SlotPool> {
    const pool = new SlotPool(options);
    await Promise.all(Array.from({ length: size }, () => pool.#add()));
    return pool;
  }

  /** What the slots can do; they are all alike. Null while none is warm. */
  get capabilities(): Capabilities | null {
    return [...this.#all][0]?.capabilities ?? null;
  }

  /** Every slot as it is now. */
  states(): Promise<SlotState[]> {
    return Promise.all(
      [...this.#all].map(async ({ pid, taskId }) => ({
        pid,
        memory_bytes: await residentBytes(pid),
        task_id: taskId,
      })),
    );
  }

  /** Lends a warm slot for the time of `use`. */
  async with<T>(use: (slot: SlotHandle) => Promise<T>): Promise<T> {
    const slot =
      this.#takeFree() ?? (await new Promise<SlotHandle>((resolve) => this.#waiting.push(resolve)));
    this.busy += 1;
    try {
      return await use(slot);
    } finally {
      this.busy -= 1;
      slot.taskId = null;
      this.#takeBack(slot);
    }
  }

  #takeFree(): SlotHandle | undefined {
    for (let slot = this.#free.shift(); slot; slot = this.#free.shift()) {
      if (slot.alive) return slot;
      void this.#discard(slot);
      void this.#addSoon();
    }
    return undefined;
  }

  #takeBack(slot: SlotHandle): void {
    if (!slot.alive) {
      void this.#discard(slot);
      if (!this.#retiring.has(slot)) void this.#addSoon();
      return;
    }
    if (!this.#all.has(slot)) {
      void this.#discard(slot);
      return;
    }
    if (slot.runs >= RUNS_PER_SLOT && !this.#retiring.has(slot)) void this.#succeed(slot);
    this.#offer(slot);
  }

  #offer(slot: SlotHandle): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }

  /** Warms up a successor while `slot` still works, so that no task waits for the change. */
  async #succeed(slot: SlotHandle): Promise<void> {
    this.#retiring.add(slot);
    await this.#addSoon();
    this.#all.delete(slot);
    if (!this.#free.includes(slot)) return;
    this.#free = this.#free.filter((other) => other !== slot);
    await this.#discard(slot);
  }

  async #discard(slot: SlotHandle): Promise<void> {
    this.#all.delete(slot);
    await slot[Symbol.asyncDispose]();
  }

  async #add(): Promise<void> {
    const slot = await SlotHandle.start(this.#options);
    if (this.#closed) return slot[Symbol.asyncDispose]();
    this.#all.add(slot);
    this.#offer(slot);
  }

  async #addSoon(): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.#add();
      } catch (error) {
        logger.error({ err: error }, 'a slot could not be started');
        await delay(RESTART_DELAY_MS);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((slot) => slot[Symbol.asyncDispose]()));
  }
}
