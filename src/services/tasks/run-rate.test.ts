import { expect, test } from 'vitest';
import { expectedPixels, expectedRunMs } from './run-rate.ts';

const HD = 1280 * 720;

test('nothing is said while nothing is known', () => {
  expect(expectedRunMs([], { outputMs: 5_000, pixels: HD })).toBeNull();
});

test('what every task costs at its beginning is not charged again for each second', () => {
  const run = (outputMs: number) => ({ runMs: 10_000 + outputMs / 2, outputMs, pixels: HD });
  const runs = [3_000, 4_000, 6_000, 7_000].map(run);
  expect(expectedRunMs(runs, { outputMs: 60_000, pixels: HD })).toBeCloseTo(40_000);
  expect(expectedRunMs(runs, { outputMs: 1_000, pixels: HD })).toBeCloseTo(10_500);
});

test('runs that were odd do not count', () => {
  const usual = [10, 20, 30, 40, 50].map((s) => ({
    runMs: s * 1_000,
    outputMs: s * 1_000,
    pixels: HD,
  }));
  const odd = { runMs: 900_000, outputMs: 45_000, pixels: HD };
  expect(expectedRunMs([odd, ...usual], { outputMs: 50_000, pixels: HD })).toBeCloseTo(50_000);
});

test('a single run, or many alike, still make a longer output take longer', () => {
  const run = { runMs: 4_000, outputMs: 4_000, pixels: HD };
  for (const runs of [[run], [run, run, run]]) {
    expect(expectedRunMs(runs, { outputMs: 40_000, pixels: HD })).toBeCloseTo(40_000);
  }
  const unclear = [run, { ...run, outputMs: 4_100, runMs: 3_900 }];
  expect(expectedRunMs(unclear, { outputMs: 40_000, pixels: HD })).toBeGreaterThan(7_000);
});

test('more pixels take longer, though not by as much as they are more', () => {
  const runs = [{ runMs: 4_000, outputMs: 4_000, pixels: HD }];
  const ms = expectedRunMs(runs, { outputMs: 4_000, pixels: 4 * HD }) ?? 0;
  expect(ms).toBeGreaterThan(8_000);
  expect(ms).toBeLessThan(12_000);
});

test('the size of a frame follows the resolution', () => {
  expect(expectedPixels('720p', { width: 2560, height: 1440 })).toBe(HD);
  expect(expectedPixels('640x360', null)).toBe(640 * 360);
  expect(expectedPixels(undefined, { width: 10, height: 20 })).toBe(200);
  expect(expectedPixels('720p', null)).toBeNull();
});
