import type { Picture } from '../../vision/face.ts';
import { bestPath } from './best-path.ts';
import { type FaceFrame, meshPoint, type Point, toFace, toPicture } from './face-frame.ts';
import { luminance } from './luminance.ts';
import { smoothCurve } from './smooth-curve.ts';

/**
 * One eye in axes of its own: origin between the corners, x along them. The lash line is the edge of the upper
 * lid; both lines meet at `left` and `right`.
 */
export type EyeShape = {
  axes: Pick<FaceFrame, 'origin' | 'cos' | 'sin'>;
  width: number;
  left: number;
  right: number;
  lash(x: number): number;
  lower(x: number): number;
  /** Height of skin above the lashes that the closing lid may draw on. */
  skin: number;
};

export type EyePoints = { upper: number[]; lower: number[]; brow: number[] };

/** Mesh points from one corner to the other, by growing x in the picture. */
export const EYES: EyePoints[] = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: [53, 52, 65],
  },
  {
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: [283, 282, 295],
  },
];

const COLUMNS = 41;
const ROWS = 31;
/** How far past the corners (half eye widths) and off the mesh's line (eye widths) the lashes are looked for. */
const BEYOND = 1.4;
const REACH = 0.13;

export function eyeShape(picture: Picture, mesh: Float32Array, points: EyePoints): EyeShape {
  const from = meshPoint(mesh, points.upper[0] ?? 0);
  const to = meshPoint(mesh, points.upper.at(-1) ?? 0);
  const width = Math.hypot(to.x - from.x, to.y - from.y);
  const axes = {
    origin: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
    cos: (to.x - from.x) / width,
    sin: (to.y - from.y) / width,
  };
  const frame = { ...axes, faceHeight: 0, mouthWidth: 0 };
  const local = (indices: number[]) => indices.map((i) => toFace(frame, meshPoint(mesh, i)));
  const lashes = traceLashes({ picture, frame, width }, smoothCurve(local(points.upper)));
  const [first = { x: -width / 2, y: 0 }, last = { x: width / 2, y: 0 }] = [
    lashes[0],
    lashes.at(-1),
  ];
  const inner = local(points.lower).slice(1, -1);
  const lash = smoothCurve(lashes);
  const browY = local(points.brow).reduce((sum, { y }) => sum + y / points.brow.length, 0);
  return {
    axes,
    width,
    left: first.x,
    right: last.x,
    lash,
    lower: sagged(first, last, inner),
    skin: Math.min(0.55 * width, Math.max(0.16 * width, 0.85 * (lash(0) - browY))),
  };
}

type Search = { picture: Picture; frame: FaceFrame; width: number };

/** The dark edge of the upper lid: landmarks sit inside drawn eyes and are a pixel off in photographs. */
function traceLashes({ picture, frame, width }: Search, guess: (x: number) => number): Point[] {
  const columnX = (column: number) => width * BEYOND * (column / (COLUMNS - 1) - 0.5);
  const rowY = (column: number, row: number) =>
    guess(columnX(column)) + width * REACH * ((2 * row) / (ROWS - 1) - 1);
  const scores = new Float64Array(COLUMNS * ROWS);
  const apart = Math.max(1.2, width * 0.07);
  const brightness = (x: number, y: number) => luminance(picture, toPicture(frame, { x, y }));
  for (let i = 0; i < scores.length; i += 1) {
    const column = Math.floor(i / ROWS);
    const [x, y] = [columnX(column), rowY(column, i % ROWS)];
    const here = brightness(x, y);
    scores[i] = brightness(x, y - apart) - here + 0.35 * (brightness(x, y + apart) - here);
  }
  const path = bestPath({ columns: COLUMNS, rows: ROWS, scores, strayCost: 0.12, bendCost: 0.006 });
  const clear = path.map((row, column) => scores[column * ROWS + Math.round(row)] ?? 0);
  const typical = clear.toSorted((a, b) => a - b)[COLUMNS >> 1] ?? 0;
  const found = typical > 0.03;
  const points = path.map((row, column) => ({
    x: columnX(column),
    y: found ? rowY(column, row) : guess(columnX(column)),
  }));
  const inner = Math.round(((1 - 0.98 / BEYOND) * (COLUMNS - 1)) / 2);
  let [left, right] = [inner, COLUMNS - 1 - inner];
  const enough = Math.max(0.04, typical * 0.4);
  while (found && left > 0 && (clear[left - 1] ?? 0) > enough) left -= 1;
  while (found && right < COLUMNS - 1 && (clear[right + 1] ?? 0) > enough) right += 1;
  return softened(softened(points.slice(left, right + 1)));
}

function softened(points: Point[]): Point[] {
  return points.map(({ x, y }, i) => {
    const reach = Math.min(2, i, points.length - 1 - i);
    const near = points.slice(i - reach, i + reach + 1);
    return { x, y: reach === 0 ? y : near.reduce((sum, point) => sum + point.y, 0) / near.length };
  });
}

/** The arc from corner to corner that fits the points best: where the lashes come to lie. */
function sagged(from: Point, to: Point, points: Point[]): (x: number) => number {
  const across = (x: number) => Math.min(1, Math.max(0, (x - from.x) / (to.x - from.x)));
  const straight = (x: number) => from.y + (to.y - from.y) * across(x);
  const bow = (x: number) => (4 * across(x) * (1 - across(x))) ** 0.75;
  let [fit, norm] = [0, 0];
  for (const { x, y } of points) {
    fit += (y - straight(x)) * bow(x);
    norm += bow(x) ** 2;
  }
  const sag = fit / Math.max(norm, 1e-6);
  return (x) => straight(x) + sag * bow(x);
}
