import { expect, test } from 'vitest';
import { EVERYTHING, readFilter, toQuery, writeFilter } from './library-filter.ts';

test('a filter survives the address, and the usual leaves no trace in it', () => {
  const filter = { tab: 'results', text: '演讲 1', order: 'largest' } as const;
  const params = writeFilter(filter, new URLSearchParams('asset=a'));
  expect(readFilter(params)).toEqual(filter);
  expect(params.get('asset')).toBe('a');
  expect(writeFilter(EVERYTHING, params).toString()).toBe('asset=a');
});

test('what an address makes up is not asked for', () => {
  expect(readFilter(new URLSearchParams('show=keys&order=random'))).toEqual(EVERYTHING);
  expect(toQuery({ ...EVERYTHING, text: '  ' })).toEqual({ order: 'newest' });
});
