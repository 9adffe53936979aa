import { setTimeout as delay } from 'node:timers/promises';
import type { Capabilities } from '#/domain/worker.ts';
import { logger } from '#/logger.ts';
import { SlotHandle } from './slot-handle.ts';

/** A slot is replaced after this many tasks, so that nothing native grows for ever. */
const RUNS_PER_SLOT = 200;
const RESTART_DELAY_MS = 1_000;

/** The warm slots of one worker. */
export class SlotPool implements AsyncDisposable {
  readonly #env: NodeJS.ProcessEnv;
  readonly #free: SlotHandle[] = [];
  readonly #all = new Set<SlotHandle>();
  readonly #waiting: ((slot: SlotHandle) => void)[] = [];
  #closed = false;
  busy = 0;

  private constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  static async open(size: number, env: NodeJS.ProcessEnv): Promise<SlotPool> {
    const pool = new SlotPool(env);
    await Promise.all(Array.from({ length: size }, () => pool.#add()));
    return pool;
  }

  /** What the slots can do; they are all alike. Null before the first is warm. */
  get capabilities(): Capabilities | null {
    return [...this.#all][0]?.capabilities ?? null;
  }

  /** Lends a warm slot for the time of `use`. */
  async with<T>(use: (slot: SlotHandle) => Promise<T>): Promise<T> {
    const slot =
      this.#free.shift() ??
      (await new Promise<SlotHandle>((resolve) => this.#waiting.push(resolve)));
    this.busy += 1;
    try {
      return await use(slot);
    } finally {
      this.busy -= 1;
      if (slot.alive && slot.runs < RUNS_PER_SLOT) this.#offer(slot);
      else void this.#replace(slot);
    }
  }

  #offer(slot: SlotHandle): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }

  async #add(): Promise<void> {
    const slot = await SlotHandle.start(this.#env);
    if (this.#closed) return slot[Symbol.asyncDispose]();
    this.#all.add(slot);
    this.#offer(slot);
  }

  async #replace(slot: SlotHandle): Promise<void> {
    this.#all.delete(slot);
    await slot[Symbol.asyncDispose]();
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
