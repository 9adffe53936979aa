import { expect, test } from 'vitest';
import { EVERYTHING, LIBRARY_ADDRESS, toQuery } from './library-filter.ts';

test('a filter survives the address, and the usual leaves no trace in it', () => {
  const filter = { tab: 'results', text: '演讲 1', order: 'largest' } as const;
  const params = LIBRARY_ADDRESS.write(filter, new URLSearchParams('asset=a'));
  expect(LIBRARY_ADDRESS.read(params)).toEqual(filter);
  expect(params.get('asset')).toBe('a');
  expect(LIBRARY_ADDRESS.write(EVERYTHING, params).toString()).toBe('asset=a');
});

test('what an address makes up is not asked for', () => {
  expect(LIBRARY_ADDRESS.read(new URLSearchParams('show=keys&order=random'))).toEqual(EVERYTHING);
  expect(toQuery({ ...EVERYTHING, text: '  ' })).toEqual({ order: 'newest' });
});
