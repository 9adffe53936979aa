import { LRUCache } from 'lru-cache';
import { addCalls, type CountedCalls, type SeenCalls } from '../../data/call-counts.ts';
import type { AppContext } from '../context.ts';

const WINDOW_MS = 60_000;
/** With the time that the statement takes, what is known of other processes is at most a second old. */
const TELL_EVERY_MS = 500;
const MAX_BUCKETS = 50_000;

/** `told`: counted in the database when it last answered. `untold`: seen here since, or on its way there. */
type Bucket = { told: number; untold: number; endsAt: number };

export type CallCount = { allowed: boolean; remaining: number; resetMs: number };

/**
 * Counts calls a minute for all web processes. A call is answered from memory and told to the database twice a second, so
 * counting costs no call a round trip; several processes together may let through what comes within that time.
 */
export class CallCounter {
  readonly #app: Pick<AppContext, 'database' | 'logger'>;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });
  readonly #untold = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(app: Pick<AppContext, 'database' | 'logger'>) {
    this.#app = app;
  }

  /** Counts so many calls unless they would exceed the limit; a refused call does not count. */
  count(name: string, calls: number, limit: number): CallCount {
    const now = performance.now();
    const bucket = this.#bucket(name, now);
    const resetMs = bucket.endsAt - now;
    const used = bucket.told + bucket.untold;
    if (used + calls > limit) {
      return { allowed: false, remaining: Math.max(0, limit - used), resetMs };
    }
    bucket.untold += calls;
    this.#untold.add(name);
    if (!this.#closed) this.#timer ??= setTimeout(() => void this.#tell(), TELL_EVERY_MS).unref();
    return { allowed: true, remaining: limit - used - calls, resetMs };
  }

  /** What is counted of this name at present. */
  look(name: string): { calls: number; resetMs: number } {
    const now = performance.now();
    const { told, untold, endsAt } = this.#bucket(name, now);
    return { calls: told + untold, resetMs: endsAt - now };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #bucket(name: string, now: number): Bucket {
    const known = this.#buckets.get(name);
    if (known && known.endsAt > now) return known;
    const fresh = { told: 0, untold: 0, endsAt: now + WINDOW_MS };
    this.#buckets.set(name, fresh);
    return fresh;
  }

  async #tell(): Promise<void> {
    const seen = [...this.#untold].flatMap((bucket): SeenCalls[] => {
      const calls = this.#buckets.peek(bucket)?.untold ?? 0;
      return calls > 0 ? [{ bucket, calls }] : [];
    });
    this.#untold.clear();
    await addCalls(this.#app.database.pool, seen, WINDOW_MS).then(
      (counted) => this.#learn(seen, counted),
      (error: unknown) => {
        for (const { bucket } of seen) this.#untold.add(bucket);
        if (!this.#closed) this.#app.logger.warn({ err: error }, 'calls could not be counted');
      },
    );
    this.#timer = undefined;
    if (this.#untold.size > 0 && !this.#closed) {
      this.#timer = setTimeout(() => void this.#tell(), TELL_EVERY_MS).unref();
    }
  }

  #learn(seen: SeenCalls[], counted: CountedCalls[]): void {
    const told = new Map(seen.map(({ bucket, calls }) => [bucket, calls]));
    const now = performance.now();
    for (const { bucket: name, calls, leftMs } of counted) {
      const bucket = this.#buckets.peek(name);
      if (!bucket) continue;
      bucket.untold = Math.max(0, bucket.untold - (told.get(name) ?? 0));
      bucket.told = calls;
      bucket.endsAt = now + leftMs;
    }
  }
}
