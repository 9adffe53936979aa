import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRange } from './byte-range.ts';

test('a span always lies within the file, and says what was asked', () => {
  const spans = fc.record({ total: fc.nat(10_000), start: fc.nat(12_000), more: fc.nat(12_000) });
  fc.assert(
    fc.property(spans, ({ total, start, more }) => {
      const span = parseRange(`bytes=${start}-${start + more}`, total);
      if (start >= total) return span === 'none';
      expect(span).toEqual({ start, end: Math.min(start + more, total - 1) });
    }),
  );
});

test('whatever a header says, the answer is a span within the file, all or none', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(100), (text, total) => {
      const span = parseRange(`bytes=${text}`, total);
      if (span === 'all' || span === 'none') return;
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThan(total);
      expect(span.start).toBeLessThanOrEqual(span.end);
    }),
  );
});

test.each([
  [null, 10, 'all'],
  ['bytes=-', 10, 'all'],
  ['bytes=5-4', 10, 'all'],
  ['bytes=0-1,4-5', 10, 'all'],
  ['bytes=-0', 10, 'none'],
  ['bytes=-5', 0, 'none'],
  ['bytes=0-', 0, 'none'],
  ['bytes=-20', 10, { start: 0, end: 9 }],
  ['BYTES= 2-', 10, { start: 2, end: 9 }],
])('%s of %i bytes', (header, total, span) => {
  expect(parseRange(header, total)).toEqual(span);
});
