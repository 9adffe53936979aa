import type { Picture } from '../../vision/face.ts';
import { bestPath } from './best-path.ts';
import { clamp } from './clamp.ts';
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

export type EyePoints = {
  upper: number[];
  lower: number[];
  brow: number[];
  /** Whether the first point is the outer corner. */
  outerFirst: boolean;
};

/** Mesh points from one corner to the other, by growing x in the picture. */
export const EYES: EyePoints[] = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: [53, 52, 65],
    outerFirst: true,
  },
  {
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: [283, 282, 295],
    outerFirst: false,
  },
];

const COLUMNS = 41;
const ROWS = 31;
/** How far past the corners (half eye widths) and off the mesh's line (eye widths) the lashes are looked for. */
const BEYOND = 1.5;
const REACH = 0.15;

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
  const search = { picture, frame, width, outerFirst: points.outerFirst };
  const lashes = traceLashes(search, extended(local(points.upper), local(points.lower)));
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
    skin: plainSkin(search, lash, clamp(0.85 * (lash(0) - browY), 0.16 * width, 0.55 * width)),
  };
}

/** The lashes reach at least this far, in half eye widths: a lid that stops short bares the corner. */
const SUREST = { outer: 1.24, inner: 1.04 };

type Search = { picture: Picture; frame: FaceFrame; width: number; outerFirst: boolean };

/** The dark edge of the upper lid: landmarks sit inside drawn eyes and are a pixel off in photographs. */
function traceLashes(
  { picture, frame, width, outerFirst }: Search,
  guess: (x: number) => number,
): Point[] {
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
  const columnsTo = (share: number) => Math.round(((1 - share / BEYOND) * (COLUMNS - 1)) / 2);
  const { outer, inner } = SUREST;
  let left = columnsTo(outerFirst ? outer : inner);
  let right = COLUMNS - 1 - columnsTo(outerFirst ? inner : outer);
  const enough = Math.max(0.03, typical * 0.3);
  while (found && left > 0 && (clear[left - 1] ?? 0) > enough) left -= 1;
  while (found && right < COLUMNS - 1 && (clear[right + 1] ?? 0) > enough) right += 1;
  return softened(softened(points.slice(left, right + 1)));
}

/** The lid's line, carried on past the corners the way both lids run there. */
function extended(upper: Point[], lower: Point[]): (x: number) => number {
  const curve = smoothCurve(upper);
  const slope = (corner: Point | undefined, a: Point | undefined, b: Point | undefined) => {
    if (!corner || !a || !b) return 0;
    const of = (point: Point) => (point.y - corner.y) / (point.x - corner.x || 1);
    return clamp(0.6 * of(a) + 0.4 * of(b), -0.5, 0.5);
  };
  const [first = { x: 0, y: 0 }, last = { x: 0, y: 0 }] = [upper[0], upper.at(-1)];
  const atFirst = slope(upper[0], upper[2], lower[2]);
  const atLast = slope(upper.at(-1), upper.at(-3), lower.at(-3));
  return (x) => {
    if (x < first.x) return first.y + (x - first.x) * atFirst;
    if (x > last.x) return last.y + (x - last.x) * atLast;
    return curve(x);
  };
}

/** How far up from the lashes there is only skin, at most `wanted`: a spectacle frame must not be drawn down. */
function plainSkin(
  { picture, frame, width }: Search,
  lash: (x: number) => number,
  wanted: number,
): number {
  const level = (above: number, x: number) =>
    luminance(picture, toPicture(frame, { x, y: lash(x) - above }));
  const across = [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4].map((share) => share * width);
  const from = 0.18 * width;
  const lid = across.map((x) => Math.max(level(from, x), level(0.13 * width, x)));
  const step = Math.max(0.5, width * 0.01);
  for (let above = from; above < wanted; above += step) {
    const foreign = across.filter((x, i) => level(above, x) < 0.72 * (lid[i] ?? 0)).length;
    if (foreign >= 3) return Math.max(0.12 * width, above - 0.04 * width);
  }
  return wanted;
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
