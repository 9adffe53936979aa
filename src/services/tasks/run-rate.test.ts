import { expect, test } from 'vitest';
import { expectedPixels, rateOf } from './run-rate.ts';

const HD = 1280 * 720;

test('nothing is said while nothing is known', () => {
  expect(rateOf([], { outputMs: 5_000, pixels: HD })).toBeNull();
});

test('the runs most like the expected one decide, and one that was odd does not', () => {
  const short = [1, 2, 3, 4, 5].map(() => ({ runMs: 8_000, outputMs: 4_000, pixels: HD }));
  const long = [1, 2, 3, 4, 5, 6, 7].map(() => ({ runMs: 60_000, outputMs: 60_000, pixels: HD }));
  const odd = { runMs: 900_000, outputMs: 60_000, pixels: HD };
  const rate = rateOf([...short, odd, ...long], { outputMs: 50_000, pixels: HD });
  expect(rate).toBe(1);
});

test('four times the pixels take four times as long', () => {
  const runs = [{ runMs: 4_000, outputMs: 4_000, pixels: HD }];
  expect(rateOf(runs, { outputMs: 4_000, pixels: 4 * HD })).toBe(4);
});

test('the size of a frame follows the resolution', () => {
  expect(expectedPixels('720p', { width: 2560, height: 1440 })).toBe(HD);
  expect(expectedPixels('640x360', null)).toBe(640 * 360);
  expect(expectedPixels(undefined, { width: 10, height: 20 })).toBe(200);
  expect(expectedPixels('720p', null)).toBeNull();
});
