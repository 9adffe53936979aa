import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test('no file name can end the header or its quotes, and every name comes back whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const header = contentDisposition('attachment', name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"/);
      const [, plain = '', extended] =
        /filename="([^"\\]*)"(?:; filename\*=UTF-8''([\w!#$&+.^`|~%-]*))?$/.exec(header) ?? [];
      expect(extended === undefined ? plain : decodeURIComponent(extended)).toBe(name);
    }),
  );
});
