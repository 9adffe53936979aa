import type { Face } from '../../vision/face.ts';
import { clamp, smoothStep } from './clamp.ts';
import { type FaceFrame, faceFrame, meshPoint, type Point, toFace } from './face-frame.ts';
import { type FaceGrid, faceGrid } from './face-grid.ts';
import {
  type LipLines,
  LOWER_INNER,
  LOWER_OUTER,
  lipLinesThrough,
  UPPER_INNER,
  UPPER_OUTER,
} from './lip-lines.ts';
import { type MobileRegion, mobileRegion } from './mobile-region.ts';
import { type Field, fieldSpreader, jawGuide, MOUTH_MOVES, mouthFields } from './mouth-fields.ts';
import { smoothCurve } from './smooth-curve.ts';
import { uprightMesh } from './upright-mesh.ts';

/**
 * One person's lower face looking into the camera with the mouth shut, 300 pixels from hairline to chin: made once, then
 * carried from frame to frame by the traced points.
 */
export type ModelFace = {
  /** The traced points with the mouth shut, x,y,z triples. */
  mesh: Float32Array;
  frame: FaceFrame;
  lips: LipLines;
  region: MobileRegion;
  grid: FaceGrid;
  /** One per mouth move, in the order of `MOUTH_MOVES`. */
  moves: Field[];
  /**
   * How far every vertex goes along when an edge of the slit is shifted at one of `KNOTS`: first the upper edge at each of
   * them (at the ends both lips), then the lower edge at each but the ends.
   */
  closing: Float64Array[];
};

const HEIGHT = 300;
const WIDTH = 1.6 * HEIGHT;
const MIDDLE = { x: WIDTH / 2, y: 0.75 * HEIGHT };
const DEPTH = 1.6 * HEIGHT;

/** Places along the lips from corner to corner, −1..1. */
export const KNOTS = [-1, -0.8, -0.54, -0.27, 0, 0.27, 0.54, 0.8, 1];
/** How far the outer edge of a lip follows the inner one. */
const OUTER_FOLLOWS = 0.92;
/** Share of the gap that the upper lip comes down. */
export const UPPER_SHARE = 0.3;
/** How far the chin follows the lower lip. */
const CHIN_FOLLOWS = 0.8;

export function modelFace(face: Face): ModelFace {
  const seen = uprightMesh(face.mesh, { height: HEIGHT, middle: MIDDLE });
  const frame = { ...faceFrame({ ...face, mesh: seen }), cos: 1, sin: 0 };
  const mesh = withMouthShut(seen, frame);
  const points = (indices: readonly number[]) =>
    indices.map((index) => toFace(frame, meshPoint(mesh, index)));
  const contact = points(UPPER_INNER);
  const lips = lipLinesThrough({
    upper: contact,
    lower: contact,
    outerUpper: points(UPPER_OUTER),
    outerLower: points(LOWER_OUTER),
    middle: contact[5]?.x ?? 0,
  });
  const region = mobileRegion(frame, mesh);
  const grid = faceGrid({ width: WIDTH, height: DEPTH, frame, lips, region });
  const shape = { grid, frame, lips, region };
  const fields = { ...mouthFields(shape), jaw: chinField(shape) };
  return {
    mesh,
    ...shape,
    moves: MOUTH_MOVES.map((move) => fields[move]),
    closing: closingFields(shape),
  };
}

/**
 * The jaw's move with less of its sides: a still picture hardly shows it, but in footage the ground beside the neck must
 * not breathe with the mouth.
 */
function chinField(shape: Parameters<typeof fieldSpreader>[0]): Field {
  const guide = jawGuide(shape.frame);
  const height = shape.frame.faceHeight;
  const chinAt = (x: number) => 1 - smoothStep(0.1, 0.36, Math.abs(x) / height);
  return fieldSpreader(shape)({
    ...guide,
    jaw: (drop, place) => {
      const { x, y } = guide.jaw?.(drop, place) ?? { x: 0, y: 0 };
      return { x: x * chinAt(place.x), y: y * chinAt(place.x) };
    },
  });
}

function closingFields(shape: Parameters<typeof fieldSpreader>[0]): Float64Array[] {
  const spread = fieldSpreader(shape);
  const down = (y: number) => ({ x: 0, y });
  const upper = KNOTS.map((_, k) => {
    const both = k === 0 || k === KNOTS.length - 1;
    const inner = (u: number) => down(hat(k, u));
    const outer = (u: number) => down((both ? 1 : OUTER_FOLLOWS) * hat(k, u));
    return spread({
      upper: inner,
      outerUpper: outer,
      ...(both && { lower: inner, outerLower: outer }),
    }).y;
  });
  const lower = KNOTS.slice(1, -1).map(
    (_, i) =>
      spread({
        lower: (u) => down(hat(i + 1, u)),
        outerLower: (u) => down(OUTER_FOLLOWS * hat(i + 1, u)),
      }).y,
  );
  return [...upper, ...lower];
}

/** 1 at a knot, 0 at the next ones and beyond. */
function hat(knot: number, u: number): number {
  const at = KNOTS[knot] ?? 0;
  const place = clamp(u, -1, 1);
  const next = KNOTS[place < at ? knot - 1 : knot + 1] ?? at;
  return next === at ? 1 : Math.max(0, 1 - (place - at) / (next - at));
}

/** Moves the lips together and the chin after them, point by point. */
function withMouthShut(seen: Float32Array, frame: FaceFrame): Float32Array {
  const points = (indices: readonly number[]): Point[] =>
    indices.map((index) => meshPoint(seen, index));
  const upper = smoothCurve(points(UPPER_INNER));
  const lower = smoothCurve(points(LOWER_INNER));
  const [right, left] = [meshPoint(seen, 78), meshPoint(seen, 308)];
  const gap = (x: number) => (x <= right.x || x >= left.x ? 0 : Math.max(0, lower(x) - upper(x)));
  const widest = gap((right.x + left.x) / 2);
  const chin = meshPoint(seen, 152).y;
  const nose = meshPoint(seen, 2).y;
  const out = Float32Array.from(seen);
  for (let i = 0; i < seen.length; i += 3) {
    const x = seen[i] ?? 0;
    const y = seen[i + 1] ?? 0;
    const meets = upper(x) + UPPER_SHARE * gap(x);
    if (y > meets) {
      const t = clamp((y - lower(x)) / (chin - lower(x)), 0, 1);
      const beside = Math.max(0, 1 - ((x - frame.origin.x) / frame.faceHeight / 0.55) ** 2);
      const rise = gap(x) * (1 - t) + widest * CHIN_FOLLOWS * beside * t;
      out[i + 1] = Math.max(y - (1 - UPPER_SHARE) * rise, t === 0 ? meets : -Infinity);
    } else {
      const t = clamp((upper(x) - y) / (upper(x) - nose), 0, 1);
      out[i + 1] = y + UPPER_SHARE * gap(x) * (1 - t);
    }
  }
  UPPER_INNER.forEach((index, i) => {
    const x = seen[index * 3] ?? 0;
    out[index * 3 + 1] = upper(x) + UPPER_SHARE * gap(x);
    const below = LOWER_INNER[i] ?? index;
    const at = seen[below * 3] ?? 0;
    out[below * 3 + 1] = upper(at) + UPPER_SHARE * gap(at);
  });
  return out;
}
