import { randomInt } from 'node:crypto';
import { environment } from '../../bin/environment.ts';

/** A number of the environment, for a shorter or a longer run. */
export function setting(name: string, initial: number): number {
  return Number(environment()[name] ?? initial);
}

/** SOAK_SEED, or a new one; printed, so that a run can be repeated. */
export function chooseSeed(name: string): number {
  const seed = setting('SOAK_SEED', randomInt(2 ** 31));
  process.stderr.write(`${name}: SOAK_SEED=${seed}\n`);
  return seed;
}

/** Chance that a seed repeats. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, 0 ≤ n < `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(things: readonly T[]): T {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new Error('nothing to choose from');
    return thing;
  }
}

/** Does `work` for 0 … count − 1, so many at once. */
export async function inParallel(
  { count, lanes }: { count: number; lanes: number },
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
