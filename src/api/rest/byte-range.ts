/** Inclusive, in bytes. */
export type ByteSpan = { start: number; end: number };

/**
 * What a Range header asks of `total` bytes: one span, 'all' where it is to be ignored (RFC 9110, section 14.2: another
 * unit, several ranges, or not valid), or 'none' where it cannot be satisfied.
 */
export function parseRange(header: string | null, total: number): ByteSpan | 'all' | 'none' {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'all';
  const [, first = '', last = ''] = match;
  if (first === '') {
    const length = Number(last);
    if (length === 0 || total === 0) return 'none';
    return { start: Math.max(0, total - length), end: total - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'all';
  if (start >= total) return 'none';
  return { start, end: last === '' ? total - 1 : Math.min(Number(last), total - 1) };
}
