import { expect, test } from 'vitest';
import { Front } from './front.ts';

function counted() {
  let reads = 0;
  return { read: async () => ++reads, reads: () => reads };
}
const passed = (ms: number, since: number) =>
  expect.poll(() => performance.now() - since, { interval: 5 }).toBeGreaterThan(ms);

test('calls at once share one read, and what was read is used until it is stale', async () => {
  const front = new Front<number>({ staleMs: 200, max: 10 });
  const { read, reads } = counted();
  const readAt = performance.now();
  expect(await Promise.all([front.get('a', read), front.get('a', read)])).toEqual([1, 1]);
  await passed(210, readAt);
  expect(await front.get('a', read)).toBe(2);
  expect(reads()).toBe(2);
});

test('a read that takes long is not used for longer because of that', async () => {
  const front = new Front<string>({ staleMs: 200, max: 10 });
  const slow = Promise.withResolvers<string>();
  const beganAt = performance.now();
  const waiting = front.get('a', () => slow.promise);
  await passed(210, beganAt);
  slow.resolve('old');
  expect(await waiting).toBe('old');
  expect(await front.get('a', async () => 'new')).toBe('new');
});

test('a read that failed is not remembered', async () => {
  const front = new Front<number>({ staleMs: 60_000, max: 10 });
  await expect(front.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await front.get('a', counted().read)).toBe(1);
});
