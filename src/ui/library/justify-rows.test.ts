import fc from 'fast-check';
import { expect, test } from 'vitest';
import { justifyRows } from './justify-rows.ts';

const shapes = fc.array(fc.double({ min: 0.4, max: 3, noNaN: true }), { maxLength: 60 });
const frames = fc.record({
  width: fc.integer({ min: 300, max: 3_800 }),
  height: fc.integer({ min: 100, max: 260 }),
  gap: fc.constant(8),
});

test('every picture keeps its place and its shape, and nothing reaches over the edge', () => {
  fc.assert(
    fc.property(shapes, frames, (given, frame) => {
      const rows = justifyRows(given, (shape) => shape, frame);
      expect(rows.flatMap(({ tiles }) => tiles.map(({ item }) => item))).toEqual(given);
      for (const { height, tiles } of rows) {
        const taken = tiles.reduce((sum, { width }) => sum + width, 8 * (tiles.length - 1));
        expect(taken).toBeLessThanOrEqual(frame.width);
        expect(height).toBeLessThanOrEqual(frame.height + 1);
        for (const { item, width } of tiles)
          expect(Math.abs(width - item * height)).toBeLessThan(3);
      }
    }),
  );
});

test('all rows but the last end at the edge', () => {
  fc.assert(
    fc.property(shapes, frames, (given, frame) => {
      for (const { tiles } of justifyRows(given, (shape) => shape, frame).slice(0, -1)) {
        const taken = tiles.reduce((sum, { width }) => sum + width, 8 * (tiles.length - 1));
        expect(frame.width - taken).toBeLessThanOrEqual(tiles.length);
      }
    }),
  );
});

test('without a width there is nothing to place', () => {
  expect(justifyRows([1], (shape) => shape, { width: 0, height: 100, gap: 8 })).toEqual([]);
});
