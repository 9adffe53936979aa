import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blinkCurve } from './blinks.ts';

/** Frames at which a blink begins. */
function starts(curve: Float32Array): number[] {
  return [...curve.keys()].filter((i) => (curve[i] ?? 0) > 0 && (curve[i - 1] ?? 0) === 0);
}

test('blinks come every two to six seconds, last under a third of one, and always shut the eye', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom(24, 25, 30, 60),
      (seed, fps) => {
        const curve = blinkCurve(60 * fps, fps, seed);
        const begun = starts(curve);
        expect(begun.length).toBeGreaterThanOrEqual(9);
        begun.forEach((from, i) => {
          const next = begun[i + 1] ?? curve.length;
          if (i + 1 < begun.length) {
            expect((next - from) / fps).toBeGreaterThan(1.8);
            expect((next - from) / fps).toBeLessThan(6.3);
            expect(Math.max(...curve.subarray(from, next))).toBe(1);
          }
          const lasting = curve.subarray(from, next).filter((lid) => lid > 0).length;
          expect(lasting / fps).toBeLessThan(0.33);
        });
      },
    ),
    { numRuns: 40 },
  );
});
