import type { Picture } from '../../vision/face.ts';
import { type FaceFrame, type Point, toPicture } from './face-frame.ts';
import { type LipLines, lipLinesThrough } from './lip-lines.ts';

const COLUMNS = 61;
const ROWS = 41;
/** How far to look above and below the landmarks, and past the corners, in mouth widths and halves. */
const REACH = 0.06;
const BEYOND = 1.16;

/**
 * Where closed lips meet: the darkest smooth path along the mouth. Landmarks are good to a percent of the face,
 * and a slit beside the real one would leave a dark line on a lip.
 */
export function traceSeam(picture: Picture, frame: FaceFrame, lips: LipLines): LipLines {
  const guess = (u: number) => {
    const x = lips.xAt(u);
    return { x, y: (lips.upper(x) + lips.lower(x)) / 2 };
  };
  const step = (2 * REACH * frame.mouthWidth) / (ROWS - 1);
  const darkness = new Float64Array(COLUMNS * ROWS);
  for (let column = 0; column < COLUMNS; column += 1) {
    const { x, y } = guess(columnU(column));
    for (let row = 0; row < ROWS; row += 1) {
      const at = { x, y: y + (row - (ROWS - 1) / 2) * step };
      darkness[column * ROWS + row] = seamDarkness(picture, frame, at);
    }
  }
  const path = darkestPath(darkness);
  const seam = path.map((row, column) => {
    const { x, y } = guess(columnU(column));
    return { x, y: y + (row - (ROWS - 1) / 2) * step };
  });
  const depth = path.map((row, column) => darkness[column * ROWS + Math.round(row)] ?? 0);
  const [first, last] = seamEnds(depth);
  const contact = smoothed(seam).slice(first, last + 1);
  return lipLinesThrough({
    upper: contact,
    lower: contact,
    outerUpper: lips.outerUpper,
    outerLower: lips.outerLower,
    middle: lips.xAt(0),
  });
}

function columnU(column: number): number {
  return BEYOND * ((2 * column) / (COLUMNS - 1) - 1);
}

/** How much darker a place is than what lies above and below it, 0..1, with a little for being dark at all. */
function seamDarkness(picture: Picture, frame: FaceFrame, { x, y }: Point): number {
  const apart = Math.max(1.5, frame.mouthWidth * 0.03);
  const here = luminance(picture, toPicture(frame, { x, y }));
  const above = luminance(picture, toPicture(frame, { x, y: y - apart }));
  const below = luminance(picture, toPicture(frame, { x, y: y + apart }));
  return (above + below) / 2 - here + 0.25 * (Math.max(above, below) - here);
}

export function luminance({ width, height, data }: Picture, { x, y }: Point): number {
  const px = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const py = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const x0 = Math.floor(px);
  const y0 = Math.floor(py);
  let sum = 0;
  for (let corner = 0; corner < 4; corner += 1) {
    const right = corner & 1;
    const down = corner >> 1;
    const weight = (right ? px - x0 : 1 - px + x0) * (down ? py - y0 : 1 - py + y0);
    const i = ((y0 + down) * width + x0 + right) * 4;
    const value = 0.3 * (data[i] ?? 0) + 0.59 * (data[i + 1] ?? 0) + 0.11 * (data[i + 2] ?? 0);
    sum += weight * value;
  }
  return sum / 255;
}

const BEND_COST = 0.012;
const STRAY_COST = 0.1;

/** The row for each column, with a fraction, so that the sum of darkness less the cost of bends is greatest. */
function darkestPath(darkness: Float64Array): number[] {
  const best = new Float64Array(COLUMNS * ROWS);
  const from = new Int32Array(COLUMNS * ROWS);
  for (let column = 0; column < COLUMNS; column += 1) {
    for (let row = 0; row < ROWS; row += 1) {
      const i = column * ROWS + row;
      const stray = (2 * row) / (ROWS - 1) - 1;
      best[i] = (darkness[i] ?? 0) - STRAY_COST * stray * stray;
      if (column > 0) takeBestBefore(best, from, i);
    }
  }
  const path = new Array<number>(COLUMNS).fill(0);
  let row = 0;
  for (let r = 1; r < ROWS; r += 1) {
    const last = (COLUMNS - 1) * ROWS;
    if ((best[last + r] ?? 0) > (best[last + row] ?? 0)) row = r;
  }
  for (let column = COLUMNS - 1; column >= 0; column -= 1) {
    path[column] = row + peakOffset(darkness, column * ROWS + row, row);
    row = from[column * ROWS + row] ?? row;
  }
  return path;
}

function takeBestBefore(best: Float64Array, from: Int32Array, i: number): void {
  const row = i % ROWS;
  const before = i - row - ROWS;
  let score = -Infinity;
  for (let r = Math.max(0, row - 3); r <= Math.min(ROWS - 1, row + 3); r += 1) {
    const candidate = (best[before + r] ?? 0) - BEND_COST * (r - row) * (r - row);
    if (candidate > score) {
      score = candidate;
      from[i] = r;
    }
  }
  best[i] = (best[i] ?? 0) + score;
}

/** Vertex of the parabola through a maximum and its neighbours, within half a row. */
function peakOffset(values: Float64Array, i: number, row: number): number {
  if (row === 0 || row === ROWS - 1) return 0;
  const [before = 0, here = 0, after = 0] = values.subarray(i - 1, i + 2);
  const bend = before - 2 * here + after;
  return bend < -1e-9 ? Math.min(0.5, Math.max(-0.5, (before - after) / (2 * bend))) : 0;
}

/** The seam goes on past the landmarks' corners as long as it stays a clear dark line. */
function seamEnds(depth: number[]): [number, number] {
  const clear = 0.4 * (depth.toSorted((a, b) => a - b)[COLUMNS >> 1] ?? 0);
  const inner = Math.ceil(((1 - 0.96 / BEYOND) * (COLUMNS - 1)) / 2);
  let first = inner;
  while (first > 0 && (depth[first - 1] ?? 0) > Math.max(clear, 0.03)) first -= 1;
  let last = COLUMNS - 1 - inner;
  while (last < COLUMNS - 1 && (depth[last + 1] ?? 0) > Math.max(clear, 0.03)) last += 1;
  return [first, last];
}

function smoothed(points: Point[]): Point[] {
  return points.map((point, i) => {
    const near = points.slice(Math.max(0, i - 2), i + 3);
    return { x: point.x, y: near.reduce((sum, { y }) => sum + y, 0) / near.length };
  });
}
