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
  /** Brings the lips together at one knot of `KNOTS`: share of the gap there that a vertex travels, down positive. */
  closing: Float64Array[];
};

const HEIGHT = 300;
const WIDTH = 1.6 * HEIGHT;
const MIDDLE = { x: WIDTH / 2, y: 0.75 * HEIGHT };
const DEPTH = 1.6 * HEIGHT;

/** Places along the lips at which the gap of the footage is measured, −1..1. */
export const KNOTS = [-0.84, -0.56, -0.28, 0, 0.28, 0.56, 0.84];
const KNOT_APART = 0.28;
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
  return KNOTS.map((knot) => {
    const hat = (u: number) => Math.max(0, 1 - Math.abs(u - knot) / KNOT_APART);
    const field = spread({
      upper: (u) => ({ x: 0, y: UPPER_SHARE * hat(u) }),
      lower: (u) => ({ x: 0, y: (UPPER_SHARE - 1) * hat(u) }),
      outerUpper: (u) => ({ x: 0, y: UPPER_SHARE * 0.7 * hat(u) }),
      outerLower: (u) => ({ x: 0, y: (UPPER_SHARE - 1) * 0.8 * hat(u) }),
    });
    return field.y;
  });
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
