import { expect, test } from 'vitest';
import { wantedFace, wantedInCut } from './wanted-face.ts';

const PICTURE = { width: 1000, height: 500 };

test('parts of the sides, as assets give their faces, become pixels; pixels and numbers stay', () => {
  const parts = { x: 0.5, y: 0.2, width: 0.1, height: 0.2 };
  expect(wantedFace(parts, PICTURE)).toEqual({ x: 500, y: 100, width: 100, height: 100 });
  const pixels = { x: 500, y: 100, width: 100, height: 100 };
  expect(wantedFace(pixels, PICTURE)).toEqual(pixels);
  expect(wantedFace(1, PICTURE)).toBe(1);
  expect(wantedFace(undefined, PICTURE)).toBe('auto');
});

test('a box of the source is found again in a part of it at another size', () => {
  const cut = { left: 250, top: 0, width: 500, height: 500 };
  const size = { width: 250, height: 250 };
  const wanted = { x: 0.5, y: 0.2, width: 0.1, height: 0.2 };
  expect(wantedInCut(wanted, { picture: PICTURE, cut, size })).toEqual({
    x: 125,
    y: 50,
    width: 50,
    height: 50,
  });
});
