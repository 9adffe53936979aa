import { expect, test } from 'vitest';
import { TransferRate } from './transfer-rate.ts';

test('the rate is that of the last seconds, and nothing is said too soon', () => {
  const rate = new TransferRate();
  expect(rate.push(0, 0)).toBeNull();
  expect(rate.push(400, 1_000)).toBeNull();
  expect(rate.push(1_000, 2_000)).toBe(2_000);
  for (let second = 2; second <= 10; second++) rate.push(second * 1_000, second * 10_000);
  expect(rate.push(11_000, 110_000)).toBe(10_000);
});

test('what was sent before a pause does not count after it', () => {
  const rate = new TransferRate();
  rate.push(0, 0);
  rate.push(1_000, 5_000);
  rate.reset();
  expect(rate.push(60_000, 5_000)).toBeNull();
  expect(rate.push(61_000, 6_000)).toBe(1_000);
});
