import { smoothStep } from './clamp.ts';
import type { FacePose } from './face-pose.ts';
import { COLUMN_U, COLUMNS } from './lip-lines.ts';
import { KNOTS, type ModelFace, UPPER_SHARE } from './model-face.ts';
import { type Field, sumFields } from './mouth-fields.ts';
import type { LipGap, Slit } from './shut-lips.ts';

/** How far an edge of the slit has to go until the mouth is shut, beyond what the undone moves do: by column, frame pixels. */
export type ToShut = { x: Float64Array; y: Float64Array };

/**
 * Where the lips of a person meet. Open lips do not tell where they would: half of the way each is wrong for most mouths,
 * and the shut mouth would move with what was said. So it is learned on the skull, mostly from frames that show them shut.
 */
export interface RestLine {
  readonly upper: ToShut;
  readonly lower: ToShut;
  /** Both at the knots: upper at all of them, then lower at all but the ends. */
  readonly knots: ToShut;
  /** `undo` are the strengths of the moves that undo what the jaw of the footage does. Frames come in order. */
  see(slit: Slit, gap: LipGap, from: { pose: FacePose; plain: ToShut; undo: Float64Array }): void;
}

/** Lips so far apart, in mouth widths, are shut; and lips of which it is no longer seen where they meet. */
const [SHUT, OPEN] = [0.03, 0.12];
/** A frame with open lips still tells a little: there may be no others. */
const LEAST_EVIDENCE = 0.04;
/** Of shut frames so many count as much as the next one. */
const MEMORY = 30;

export function createRestLine({ grid, moves }: ModelFace): RestLine {
  const upper = toShut(COLUMNS + 1);
  const lower = toShut(COLUMNS + 1);
  const knots = toShut(2 * KNOTS.length - 2);
  const rest = toShut(COLUMNS + 1);
  let known = 0;
  return {
    upper,
    lower,
    knots,
    see: (slit, gap, { pose, plain, undo }) => {
      const open = smoothStep(SHUT, OPEN, gap.widest);
      const evidence = Math.max(LEAST_EVIDENCE, 1 - open);
      const rate = evidence / (known + evidence);
      known = Math.min(MEMORY, known + evidence);
      for (let i = 0; i <= COLUMNS; i += 1) {
        const [a, b] = [grid.upper[i] as number, grid.lower[i] as number];
        undone(above, moves, { pose, undo, vertex: a });
        undone(below, moves, { pose, undo, vertex: b });
        const x = (slit.x[a] as number) + above.x;
        const y = (slit.y[a] as number) + above.y;
        const gapX = (gap.x[i] as number) + below.x - above.x;
        const gapY = (gap.y[i] as number) + below.y - above.y;
        const homeX = (plain.x[a] as number) + (gap.asideX[i] as number);
        const homeY = (plain.y[a] as number) + (gap.asideY[i] as number);
        const off = { x: x + UPPER_SHARE * gapX - homeX, y: y + UPPER_SHARE * gapY - homeY };
        learn(rest, i, { pose, off, rate });
        const [restX, restY] = [rest.x[i] as number, rest.y[i] as number];
        const meetX = off.x + (pose.xx * restX + pose.xy * restY - off.x) * open;
        const meetY = off.y + (pose.yx * restX + pose.yy * restY - off.y) * open;
        upper.x[i] = meetX + homeX - x;
        upper.y[i] = meetY + homeY - y;
        lower.x[i] = (upper.x[i] as number) - gapX;
        lower.y[i] = (upper.y[i] as number) - gapY;
      }
      readKnots(knots, upper, lower);
    },
  };
}

function toShut(count: number): ToShut {
  return { x: new Float64Array(count), y: new Float64Array(count) };
}

const above = { x: 0, y: 0 };
const below = { x: 0, y: 0 };

/** What undoing the moves of the footage does to a vertex, in frame pixels. */
function undone(
  into: { x: number; y: number },
  moves: Field[],
  { pose, undo, vertex }: { pose: FacePose; undo: Float64Array; vertex: number },
): void {
  sumFields(into, moves, { strengths: undo, vertex });
  const { x, y } = into;
  into.x = pose.xx * x + pose.xy * y;
  into.y = pose.yx * x + pose.yy * y;
}

/** `off` is how far from the pose's own place they meet in this frame; what is learned is in model pixels. */
function learn(
  rest: ToShut,
  column: number,
  { pose, off, rate }: { pose: FacePose; off: { x: number; y: number }; rate: number },
): void {
  const det = pose.xx * pose.yy - pose.xy * pose.yx || 1;
  const x = (pose.yy * off.x - pose.xy * off.y) / det;
  const y = (pose.xx * off.y - pose.yx * off.x) / det;
  rest.x[column] = (rest.x[column] as number) + (x - (rest.x[column] as number)) * rate;
  rest.y[column] = (rest.y[column] as number) + (y - (rest.y[column] as number)) * rate;
}

const KNOT_COLUMN = KNOTS.map((knot) =>
  COLUMN_U.reduce(
    (best, u, i) => (Math.abs(u - knot) < Math.abs((COLUMN_U[best] ?? 9) - knot) ? i : best),
    0,
  ),
);

function readKnots(knots: ToShut, upper: ToShut, lower: ToShut): void {
  KNOT_COLUMN.forEach((column, k) => {
    knots.x[k] = upper.x[column] as number;
    knots.y[k] = upper.y[column] as number;
    if (k === 0 || k === KNOTS.length - 1) return;
    knots.x[KNOTS.length - 1 + k] = lower.x[column] as number;
    knots.y[KNOTS.length - 1 + k] = lower.y[column] as number;
  });
}
