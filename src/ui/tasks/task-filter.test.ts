import { expect, test } from 'vitest';
import { NO_FILTER, TASK_ADDRESS, toQuery } from './task-filter.ts';

test('a filter survives its way through the address', () => {
  const filter = { ...NO_FILTER, status: 'failed', text: 'a & 商店', since: 'week' } as const;
  const address = TASK_ADDRESS.write(filter, new URLSearchParams('open=task_1&lang=en'));
  expect(TASK_ADDRESS.read(address)).toEqual(filter);
  expect([address.get('open'), address.get('lang')]).toEqual([null, 'en']);
});

test('the usual leaves no trace in the address, and nonsense in it is the usual', () => {
  expect(TASK_ADDRESS.write(NO_FILTER, new URLSearchParams('status=failed&q=x')).size).toBe(0);
  const nonsense = new URLSearchParams('status=lost&type=x&since=1&order=up');
  expect(TASK_ADDRESS.read(nonsense)).toEqual(NO_FILTER);
});

test('a period begins at midnight and counts today', () => {
  const today = new Date(2026, 2, 10, 15, 30);
  const from = (since: 'day' | 'week') =>
    toQuery({ ...NO_FILTER, since }, today).counted.created_after;
  expect(from('day')).toBe(new Date(2026, 2, 10).toISOString());
  expect(from('week')).toBe(new Date(2026, 2, 4).toISOString());
});
