import { setTimeout as delay } from 'node:timers/promises';

/** The first value of `probe` that is neither null nor false. @throws after `withinMs` */
export async function until<T>(
  probe: () => Promise<T | null | false> | T | null | false,
  withinMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== false) return value;
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await delay(20);
  }
}
