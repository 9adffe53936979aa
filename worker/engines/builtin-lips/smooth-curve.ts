import type { Point } from './face-frame.ts';

/**
 * A curve y(x) through points of rising x (cubic Hermite with limited slopes: no overshoot),
 * level beyond its ends.
 */
export function smoothCurve(points: readonly Point[]): (x: number) => number {
  const knots = rising(points);
  const slopes = limitedSlopes(knots);
  return (x) => {
    const first = knots[0];
    const last = knots.at(-1);
    if (!first || !last) return 0;
    if (x <= first.x) return first.y;
    if (x >= last.x) return last.y;
    let i = 0;
    while (i < knots.length - 2 && (knots[i + 1]?.x ?? 0) <= x) i += 1;
    const a = knots[i] ?? first;
    const b = knots[i + 1] ?? last;
    const width = b.x - a.x;
    const t = (x - a.x) / width;
    const s = 1 - t;
    const ma = (slopes[i] ?? 0) * width;
    const mb = (slopes[i + 1] ?? 0) * width;
    return s * s * (1 + 2 * t) * a.y + t * t * (3 - 2 * t) * b.y + s * s * t * ma - t * t * s * mb;
  };
}

function rising(points: readonly Point[]): Point[] {
  const knots: Point[] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x)) {
    const last = knots.at(-1);
    if (!last || point.x - last.x > 1e-6) knots.push(point);
  }
  return knots;
}

function limitedSlopes(knots: Point[]): number[] {
  const secants = knots.slice(1).map((b, i) => {
    const a = knots[i] ?? b;
    return (b.y - a.y) / (b.x - a.x);
  });
  return knots.map((_, i) => {
    const before = secants[i - 1];
    const after = secants[i];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    if (before * after <= 0) return 0;
    return (2 * before * after) / (before + after);
  });
}
