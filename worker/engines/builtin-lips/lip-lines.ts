import { type FaceFrame, meshPoint, type Point, toFace } from './face-frame.ts';
import { smoothCurve } from './smooth-curve.ts';

/**
 * The outlines of the lips in the face frame. `u` runs from −1 (right corner, left in the picture) over 0
 * (middle) to 1; the inner lines meet in the corners, the outer ones run a little past them.
 */
export type LipLines = {
  xAt(u: number): number;
  uAt(x: number): number;
  upper(x: number): number;
  lower(x: number): number;
  outerUpper: Point[];
  outerLower: Point[];
};

export const UPPER_INNER = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308];
export const LOWER_INNER = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308];
export const UPPER_OUTER = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291];
export const LOWER_OUTER = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291];

/** Columns along the slit; closer together towards the corners, where the lips part at an angle. */
export const COLUMNS = 40;
export const COLUMN_U = Float64Array.from({ length: COLUMNS + 1 }, (_, i) => {
  const even = (2 * i) / COLUMNS - 1;
  return 0.6 * even + 0.4 * Math.sin((even * Math.PI) / 2);
});

export type LipPoints = {
  upper: Point[];
  lower: Point[];
  outerUpper: Point[];
  outerLower: Point[];
  /** x of the middle of the lips. */
  middle: number;
};

export function lipLines(frame: FaceFrame, mesh: Float32Array): LipLines {
  const points = (indices: number[]) =>
    indices.map((index) => toFace(frame, meshPoint(mesh, index)));
  const upper = points(UPPER_INNER);
  return lipLinesThrough({
    upper,
    lower: points(LOWER_INNER),
    outerUpper: points(UPPER_OUTER),
    outerLower: points(LOWER_OUTER),
    middle: upper[5]?.x ?? 0,
  });
}

export function lipLinesThrough(points: LipPoints): LipLines {
  const right = points.upper[0]?.x ?? -1;
  const left = points.upper.at(-1)?.x ?? 1;
  const { middle } = points;
  /** A turned head shows one half of the mouth shorter than the other. */
  const half = (side: number) => (side < 0 ? middle - right : left - middle);
  const xAt = (u: number) => middle + u * half(u);
  return {
    xAt,
    uAt: (x) => (x - middle) / half(x - middle),
    upper: smoothCurve(points.upper),
    lower: smoothCurve(points.lower),
    outerUpper: outerPoints(smoothCurve(points.outerUpper), xAt),
    outerLower: outerPoints(smoothCurve(points.outerLower), xAt),
  };
}

function outerPoints(curve: (x: number) => number, xAt: (u: number) => number): Point[] {
  return Array.from({ length: 25 }, (_, i) => {
    const x = xAt((i / 12 - 1) * 1.04);
    return { x, y: curve(x) };
  });
}
