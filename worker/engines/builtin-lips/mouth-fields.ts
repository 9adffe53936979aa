import { smoothStep } from './clamp.ts';
import type { FaceFrame, Point } from './face-frame.ts';
import type { FaceGrid } from './face-grid.ts';
import { COLUMN_U, type LipLines } from './lip-lines.ts';
import type { MobileRegion } from './mobile-region.ts';
import { fieldSolver } from './smooth-field.ts';

/** A way the mouth can move: the shift of every vertex at full strength, in picture pixels. */
export type Field = { x: Float64Array; y: Float64Array };

/** What fields of these strengths do together to a vertex. */
export function sumFields(
  into: Point,
  fields: Field[],
  { strengths, vertex }: { strengths: Float64Array; vertex: number },
): void {
  into.x = 0;
  into.y = 0;
  for (let i = 0; i < fields.length; i += 1) {
    const strength = strengths[i] as number;
    const field = fields[i];
    if (strength === 0 || !field) continue;
    into.x += strength * (field.x[vertex] as number);
    into.y += strength * (field.y[vertex] as number);
  }
}

export const MOUTH_MOVES = ['jaw', 'raise', 'wide', 'round', 'ring', 'bite', 'smile'] as const;
export type MouthMove = (typeof MOUTH_MOVES)[number];

export type MouthFields = Record<MouthMove, Field>;

export type FaceShape = { grid: FaceGrid; frame: FaceFrame; lips: LipLines; region: MobileRegion };

/** How far the jaw drops at its widest, as a share of the face height. */
const JAW_TRAVEL = 0.062;
const CORNER_FOLLOWS = 0.16;

export function mouthFields(shape: FaceShape): MouthFields {
  const spread = fieldSpreader(shape);
  const fields = {} as MouthFields;
  for (const move of MOUTH_MOVES) fields[move] = spread(MOVES[move](shape.frame));
  return fields;
}

/** The shift at the guiding vertices, in the face frame; `u` is −1 at the right corner, 1 at the left. */
export type Guide = {
  upper?(u: number, column: number): Point;
  lower?(u: number, column: number): Point;
  outerUpper?(u: number): Point;
  outerLower?(u: number): Point;
  /** `drop` is 0 at the ears and 1 at the chin; `place` in the face frame. */
  jaw?(drop: number, place: Point): Point;
};

/** Turns guides into fields over the whole mesh; the costly part is done once for all fields. */
export function fieldSpreader({ grid, frame, lips, region }: FaceShape): (guide: Guide) => Field {
  const fixed = Uint8Array.from(grid.pinned);
  for (const list of [grid.upper, grid.lower, grid.outerUpper, grid.outerLower, grid.jaw]) {
    for (const vertex of list) fixed[vertex] = 1;
  }
  const solver = fieldSolver(grid, fixed, frame.faceHeight * 0.2);
  return (guide) => {
    const localX = new Float64Array(fixed.length);
    const localY = new Float64Array(fixed.length);
    const put = (vertex: number, shift: Point | undefined) => {
      localX[vertex] = shift?.x ?? 0;
      localY[vertex] = shift?.y ?? 0;
    };
    const place = (vertex: number) => grid.local[vertex] ?? { x: 0, y: 0 };
    for (const vertex of grid.jaw) {
      const at = place(vertex);
      const drop = smoothStep(-0.14 * frame.faceHeight, region.chinY, at.y);
      put(vertex, grid.pinned[vertex] ? undefined : guide.jaw?.(drop, at));
    }
    for (const vertex of grid.outerUpper)
      put(vertex, guide.outerUpper?.(lips.uAt(place(vertex).x)));
    for (const vertex of grid.outerLower)
      put(vertex, guide.outerLower?.(lips.uAt(place(vertex).x)));
    COLUMN_U.forEach((u, column) => {
      put(grid.lower[column] ?? 0, guide.lower?.(u, column));
    });
    COLUMN_U.forEach((u, column) => {
      put(grid.upper[column] ?? 0, guide.upper?.(u, column));
    });
    const x = solver.solve(localX);
    const y = solver.solve(localY);
    return {
      x: x.map((value, i) => value * frame.cos - (y[i] ?? 0) * frame.sin),
      y: x.map((value, i) => value * frame.sin + (y[i] ?? 0) * frame.cos),
    };
  };
}

/** 1 in the middle of the lips, 0 at the corners and beyond. */
function lens(u: number): number {
  const v = Math.min(1, u * u);
  return 0.55 * (1 - v) + 0.45 * (1 - v * v);
}

/** Like `lens`, drawn together towards the middle. */
function ring(u: number): number {
  const v = Math.max(0, 1 - u * u);
  return v * v;
}

/** Follows the corner, then lets go towards the middle. */
function nearCorner(u: number): number {
  return smoothStep(0.35, 1, Math.abs(u));
}

export function jawGuide({ faceHeight, mouthWidth }: FaceFrame): Guide {
  const travel = JAW_TRAVEL * faceHeight;
  const inward = -0.035 * mouthWidth;
  const lower = (u: number) => ({
    x: inward * u,
    y: travel * (CORNER_FOLLOWS + (1 - CORNER_FOLLOWS) * lens(u)),
  });
  const upper = (u: number) => ({ x: inward * u, y: travel * CORNER_FOLLOWS * nearCorner(u) });
  return {
    upper,
    lower,
    outerUpper: upper,
    outerLower: (u) => {
      const { x, y } = lower(u);
      return { x, y: y * 0.98 };
    },
    jaw: (drop) => ({ x: 0, y: travel * 0.94 * drop }),
  };
}

function raiseGuide({ faceHeight }: FaceFrame): Guide {
  const rise = -0.3 * JAW_TRAVEL * faceHeight;
  return {
    upper: (u) => ({ x: 0, y: rise * lens(u) }),
    outerUpper: (u) => ({ x: 0, y: rise * 0.72 * lens(u) }),
  };
}

function wideGuide({ mouthWidth }: FaceFrame): Guide {
  const out = 0.075 * mouthWidth;
  const up = -0.012 * mouthWidth;
  const thin = 0.022 * mouthWidth;
  const line = (u: number) => ({ x: out * u, y: up * u * u });
  return {
    upper: line,
    lower: line,
    outerUpper: (u) => ({ x: out * u, y: up * u * u + thin * lens(u) * 0.7 }),
    outerLower: (u) => ({ x: out * u, y: up * u * u - thin * lens(u) }),
  };
}

function roundGuide({ mouthWidth }: FaceFrame): Guide {
  const inward = -0.1 * mouthWidth;
  const line = (u: number) => ({ x: inward * u, y: 0.008 * mouthWidth * lens(u) });
  return {
    upper: line,
    lower: line,
    outerUpper: (u) => ({ x: inward * u, y: -0.026 * mouthWidth * lens(u) }),
    outerLower: (u) => ({ x: inward * u, y: 0.04 * mouthWidth * lens(u) }),
  };
}

/** Takes the opening away from the sides: at full strength with the jaw open the mouth is a ring. */
function ringGuide({ faceHeight }: FaceFrame): Guide {
  const travel = JAW_TRAVEL * faceHeight;
  const less = (u: number) => ring(u) - lens(u);
  return {
    upper: (u) => ({ x: 0, y: -0.3 * travel * less(u) }),
    outerUpper: (u) => ({ x: 0, y: -0.1 * travel * less(u) }),
    lower: (u) => ({ x: 0, y: travel * (1 - CORNER_FOLLOWS) * less(u) }),
    outerLower: (u) => ({ x: 0, y: travel * 0.45 * less(u) }),
  };
}

function biteGuide({ mouthWidth }: FaceFrame): Guide {
  return {
    upper: (u) => ({ x: 0, y: -0.055 * mouthWidth * lens(u) }),
    outerUpper: (u) => ({ x: 0, y: -0.04 * mouthWidth * lens(u) }),
    lower: (u) => ({ x: 0, y: -0.012 * mouthWidth * lens(u) }),
    outerLower: (u) => ({ x: 0, y: -0.05 * mouthWidth * lens(u) }),
    jaw: (drop) => ({ x: 0, y: -0.01 * mouthWidth * drop }),
  };
}

function smileGuide({ mouthWidth }: FaceFrame): Guide {
  const line = (u: number) => ({
    x: 0.03 * mouthWidth * u,
    y: -0.035 * mouthWidth * Math.abs(u) ** 1.5,
  });
  return { upper: line, lower: line, outerUpper: line, outerLower: line };
}

const MOVES: Record<MouthMove, (frame: FaceFrame) => Guide> = {
  jaw: jawGuide,
  raise: raiseGuide,
  wide: wideGuide,
  round: roundGuide,
  ring: ringGuide,
  bite: biteGuide,
  smile: smileGuide,
};
