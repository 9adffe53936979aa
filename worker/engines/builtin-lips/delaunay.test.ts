import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delaunay } from './delaunay.ts';

const SIDE = 1000;

/** Scattered points inside a square whose corners are points too. */
const scattered = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 40, max: 960 }), fc.integer({ min: 40, max: 960 })), {
    minLength: 1,
    maxLength: 60,
    selector: ([x, y]) => x * SIDE + y,
  })
  .map((places) => [
    { x: 0, y: 0 },
    { x: SIDE, y: 0 },
    { x: SIDE, y: SIDE },
    { x: 0, y: SIDE },
    ...places.map(([x, y], i) => ({ x: x + Math.sin(i) * 0.01, y: y + Math.cos(i * 3) * 0.01 })),
  ]);

test('the triangles cover the hull once: their areas add up', () => {
  fc.assert(
    fc.property(scattered, (points) => {
      const triangles = delaunay(points);
      let area = 0;
      for (let t = 0; t < triangles.length; t += 3) {
        const [a, b, c] = [...triangles.subarray(t, t + 3)].map((i) => points[i] ?? { x: 0, y: 0 });
        if (!a || !b || !c) continue;
        area += Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
      }
      expect(area / SIDE ** 2).toBeCloseTo(1, 4);
    }),
    { numRuns: 60 },
  );
});

test('no point lies inside the circle through a triangle', () => {
  fc.assert(
    fc.property(scattered, (points) => {
      const triangles = delaunay(points);
      for (let t = 0; t < triangles.length; t += 3) {
        const corners = [...triangles.subarray(t, t + 3)];
        const [a, b, c] = corners.map((i) => points[i] ?? { x: 0, y: 0 });
        if (!a || !b || !c) continue;
        const d = 2 * ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
        const b2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
        const c2 = (c.x - a.x) ** 2 + (c.y - a.y) ** 2;
        const x = a.x + ((c.y - a.y) * b2 - (b.y - a.y) * c2) / d;
        const y = a.y + ((b.x - a.x) * c2 - (c.x - a.x) * b2) / d;
        const radius = Math.hypot(a.x - x, a.y - y);
        const nearest = Math.min(
          ...points
            .filter((_, i) => !corners.includes(i))
            .map((point) => Math.hypot(point.x - x, point.y - y)),
        );
        expect(nearest).toBeGreaterThan(radius - radius * 1e-6 - 1e-6);
      }
    }),
    { numRuns: 40 },
  );
});
