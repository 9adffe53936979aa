import { expect, test } from 'vitest';
import { NO_FILTER, readFilter, toQuery, writeFilter } from './task-filter.ts';

test('a filter survives its way through the address', () => {
  const filter = { ...NO_FILTER, status: 'failed', text: 'a & 商店', since: 'week' } as const;
  const address = writeFilter(filter, new URLSearchParams('open=task_1'));
  expect(readFilter(new URLSearchParams(address))).toEqual(filter);
  expect(new URLSearchParams(address).get('open')).toBe('task_1');
});

test('the usual leaves no trace in the address, and nonsense in it is the usual', () => {
  expect(writeFilter(NO_FILTER, new URLSearchParams('status=failed&q=x'))).toBe('');
  const nonsense = new URLSearchParams('status=lost&type=x&since=1&order=up');
  expect(readFilter(nonsense)).toEqual(NO_FILTER);
});

test('a period begins at midnight and counts today', () => {
  const today = new Date(2026, 2, 10, 15, 30);
  const from = (since: 'day' | 'week') =>
    toQuery({ ...NO_FILTER, since }, today).counted.created_after;
  expect(from('day')).toBe(new Date(2026, 2, 10).toISOString());
  expect(from('week')).toBe(new Date(2026, 2, 4).toISOString());
});
