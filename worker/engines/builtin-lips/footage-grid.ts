import { type CarriedGrid, createCarriedGrid } from './carried-grid.ts';
import type { Point } from './face-frame.ts';
import { type FacePose, poseFinder } from './face-pose.ts';
import { COLUMNS } from './lip-lines.ts';
import type { ModelFace } from './model-face.ts';
import { MOUTH_MOVES, type MouthMove, sumFields } from './mouth-fields.ts';
import { createOwnMotionWatch } from './own-motion.ts';
import { createRestLine, type RestLine } from './rest-line.ts';
import type { SeamWatch } from './seam-watch.ts';
import { createLipGap, type LipGap, measureGap } from './shut-lips.ts';
import type { WarpMesh } from './warp.ts';

/** The model of a person's mouth laid over a frame: from where it is in the footage to where the track wants it. */
export type FootageGrid = {
  /** `u`, `v` places in the footage, `x`, `y` where they go; all frame pixels. */
  mesh: WarpMesh;
  upper: Int32Array;
  lower: Int32Array;
  used: Int32Array;
  /** How far the lips of the footage were apart. */
  gap: LipGap;
  /** Where the middle of the lips goes with the mouth shut. */
  contact: Point;
  /** Reads the frame: first of two steps. */
  carry(pose: FacePose, mesh: Float32Array, seams: SeamWatch): void;
  /** Sets the targets for a mouth pose. */
  move(pose: FacePose, moves: Record<MouthMove, number>): void;
};

export function createFootageGrid(
  model: ModelFace,
): FootageGrid & { pose: ReturnType<typeof poseFinder> } {
  const carried = createCarriedGrid(model);
  const own = createOwnMotionWatch(model);
  const gap = createLipGap();
  const rest = createRestLine(model);
  const undo = new Float64Array(MOUTH_MOVES.length);
  const strengths = new Float64Array(MOUTH_MOVES.length);
  const mesh: WarpMesh = {
    triangles: withSeam(model, carried),
    u: carried.x,
    v: carried.y,
    x: new Float64Array(carried.x.length),
    y: new Float64Array(carried.y.length),
    moved: new Uint8Array(carried.x.length),
  };
  const { upper, lower } = model.grid;
  const fields = interleaved(model, carried);
  const contact = { x: 0, y: 0 };
  const slit = { x: carried.x, y: carried.y, upper, lower };
  return {
    mesh,
    upper,
    lower,
    used: carried.used,
    gap,
    contact,
    pose: poseFinder(model.mesh),
    carry: (pose, trace, seams) => {
      carried.carry(pose, trace);
      const down = downOf(pose);
      const scale = Math.hypot(pose.xy, pose.yy);
      const mouthWidth = model.frame.mouthWidth * scale;
      seams.shift(slit, { down, mouthWidth });
      measureGap(gap, slit, { down, mouthWidth });
      carried.settle();
      const motion = own.see(pose, trace, gap.widest * model.frame.mouthWidth);
      undo.fill(0);
      undo[MOUTH_MOVES.indexOf('jaw')] = motion.jaw;
      undo[MOUTH_MOVES.indexOf('wide')] = motion.wide;
      rest.see(slit, gap, { pose, plain: carried.plain, undo });
    },
    move: (pose, moves) => {
      MOUTH_MOVES.forEach((move, i) => {
        strengths[i] = (undo[i] as number) + moves[move];
      });
      spread({ mesh, used: carried.used, fields, rest }, pose, strengths);
      closeSlit({ model, mesh, rest, contact }, pose, { strengths, undo });
    },
  };
}

function downOf({ xy, yy }: FacePose): Point {
  const length = Math.hypot(xy, yy) || 1;
  return { x: xy / length, y: yy / length };
}

const PER_VERTEX = MOUTH_MOVES.length * 2;

function interleaved({ moves, closing }: ModelFace, { used }: CarriedGrid) {
  const shifts = new Float64Array(used.length * PER_VERTEX);
  const shut = new Float64Array(used.length * closing.length);
  used.forEach((vertex, row) => {
    moves.forEach((field, m) => {
      shifts[row * PER_VERTEX + m * 2] = field.x[vertex] ?? 0;
      shifts[row * PER_VERTEX + m * 2 + 1] = field.y[vertex] ?? 0;
    });
    closing.forEach((field, k) => {
      shut[row * closing.length + k] = field[vertex] ?? 0;
    });
  });
  return { shifts, shut };
}

type Spread = {
  mesh: WarpMesh;
  used: Int32Array;
  fields: ReturnType<typeof interleaved>;
  rest: RestLine;
};

function spread(
  { mesh, used, fields, rest }: Spread,
  pose: FacePose,
  strengths: Float64Array,
): void {
  const { shifts, shut } = fields;
  const { x: shutX, y: shutY } = rest.knots;
  const knots = shutX.length;
  for (let row = 0; row < used.length; row += 1) {
    const vertex = used[row] as number;
    let [mx, my, dx, dy] = [0, 0, 0, 0];
    for (let m = 0; m < strengths.length; m += 1) {
      const at = row * PER_VERTEX + m * 2;
      mx += (strengths[m] as number) * (shifts[at] as number);
      my += (strengths[m] as number) * (shifts[at + 1] as number);
    }
    for (let k = 0; k < knots; k += 1) {
      const share = shut[row * knots + k] as number;
      dx += share * (shutX[k] as number);
      dy += share * (shutY[k] as number);
    }
    dx += pose.xx * mx + pose.xy * my;
    dy += pose.yx * mx + pose.yy * my;
    mesh.x[vertex] = (mesh.u[vertex] as number) + dx;
    mesh.y[vertex] = (mesh.v[vertex] as number) + dy;
    mesh.moved[vertex] = dx * dx + dy * dy > 1e-6 ? 1 : 0;
  }
}

type Closing = { model: ModelFace; mesh: WarpMesh; rest: RestLine; contact: Point };
type Strengths = { strengths: Float64Array; undo: Float64Array };

/** The edges of the lips meet exactly, column by column, before the track opens them. */
function closeSlit({ model, mesh, rest, contact }: Closing, pose: FacePose, how: Strengths): void {
  const { grid, moves } = model;
  for (let i = 0; i <= COLUMNS; i += 1) {
    for (const side of SIDES) {
      const vertex = (side === 0 ? grid.upper[i] : grid.lower[i]) as number;
      const toShut = side === 0 ? rest.upper : rest.lower;
      const x = (mesh.u[vertex] as number) + (toShut.x[i] as number);
      const y = (mesh.v[vertex] as number) + (toShut.y[i] as number);
      sumFields(moved, moves, { strengths: how.strengths, vertex });
      mesh.x[vertex] = x + pose.xx * moved.x + pose.xy * moved.y;
      mesh.y[vertex] = y + pose.yx * moved.x + pose.yy * moved.y;
      mesh.moved[vertex] = 1;
      if (side === 1 || i !== COLUMNS / 2) continue;
      sumFields(moved, moves, { strengths: how.undo, vertex });
      contact.x = x + pose.xx * moved.x + pose.xy * moved.y;
      contact.y = y + pose.yx * moved.x + pose.yy * moved.y;
    }
  }
}

const moved = { x: 0, y: 0 };

const SIDES = [1, 0] as const;

/** Triangles across the open mouth, textured with the edges of the lips; what is painted over them blends with those. */
function withSeam({ grid }: ModelFace, { triangles }: CarriedGrid): Int32Array {
  const seam: number[] = [];
  for (let i = 0; i < COLUMNS; i += 1) {
    const [a = 0, b = 0] = [grid.upper[i], grid.upper[i + 1]];
    const [c = 0, d = 0] = [grid.lower[i], grid.lower[i + 1]];
    if (a !== c) seam.push(a, b, c);
    if (b !== d) seam.push(b, d, c);
  }
  return Int32Array.from([...triangles, ...seam]);
}
