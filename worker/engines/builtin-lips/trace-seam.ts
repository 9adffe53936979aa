import type { Picture } from '../../vision/face.ts';
import { bestPath } from './best-path.ts';
import { type FaceFrame, type Point, toPicture } from './face-frame.ts';
import { type LipLines, lipLinesThrough } from './lip-lines.ts';
import { luminance } from './luminance.ts';

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
  const path = bestPath({
    columns: COLUMNS,
    rows: ROWS,
    scores: darkness,
    strayCost: 0.1,
    bendCost: 0.012,
  });
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
