import { LRUCache } from 'lru-cache';
import type { AppContext } from './context.ts';

/**
 * What this process remembers of the database. Nothing is used for longer than `staleMs` after the read of it began, so
 * what changes counts everywhere within that time; calls that come at once share one read.
 */
export class Front<Value> {
  readonly #reads: LRUCache<string, Promise<Value>>;

  constructor(options: { staleMs: number; max: number }) {
    this.#reads = new LRUCache({ max: options.max, ttl: options.staleMs });
  }

  get(name: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#reads.get(name);
    if (known !== undefined) return known;
    const value = read();
    this.#reads.set(name, value);
    value.catch(() => this.forget(name));
    return value;
  }

  forget(name: string): void {
    this.#reads.delete(name);
  }
}

/** A front for each opened database. */
export function frontOf<Value>(options: {
  staleMs: number;
  max: number;
}): (app: Pick<AppContext, 'database'>) => Front<Value> {
  const fronts = new WeakMap<AppContext['database'], Front<Value>>();
  return ({ database }) => {
    const front = fronts.get(database) ?? new Front<Value>(options);
    fronts.set(database, front);
    return front;
  };
}

/** For who may call and how much: a revoked key or an ended session stops within a second. */
export const CALLERS = { staleMs: 1_000, max: 10_000 } as const;
