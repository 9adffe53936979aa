import { expect, test } from 'vitest';
import { parseRetryAfter, pauseAfter } from './webhook-retry.ts';

const HOUR = 3_600_000;
const NOW = new Date('2026-01-01T00:00:00Z');

test('tries come after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, and then no more', () => {
  const pauses = Array.from({ length: 11 }, (_, failures) =>
    pauseAfter(failures + 1, { random: 0, retryAfterMs: null }),
  );
  const hours = [2, 5, 10, 14, 20, 24].map((each) => each * HOUR);
  expect(pauses).toEqual([5_000, 300_000, 1_800_000, ...hours, null, null]);
});

test('what failed together comes back at different times, never too early', () => {
  const at = (random: number) => pauseAfter(2, { random, retryAfterMs: null });
  expect([at(0), at(0.5), at(1)]).toEqual([300_000, 315_000, 330_000]);
});

test('a receiver may ask for a longer pause, though not for more than a day', () => {
  const asked = (retryAfterMs: number) => pauseAfter(1, { random: 0, retryAfterMs });
  expect([asked(1_000), asked(60_000), asked(999 * HOUR)]).toEqual([5_000, 60_000, 24 * HOUR]);
});

test.each([
  ['120', 120_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', null],
  [undefined, null],
])('Retry-After: %s', (value, expected) => {
  expect(parseRetryAfter(value, NOW)).toBe(expected);
});
