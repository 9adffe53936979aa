import type { Point } from './face-frame.ts';
import { COLUMN_U, COLUMNS } from './lip-lines.ts';
import type { Slit } from './shut-lips.ts';

export type Seen = {
  /** Brightness 0..1 at a place of the slit's own coordinates. */
  light(x: number, y: number): number;
  /** How much redder than green it is there, as a share of the red. */
  redness(x: number, y: number): number;
  /** Unit vector down the face. */
  down: Point;
  mouthWidth: number;
};

/** How far beside the traced edges of an open mouth its true ones are looked for, in mouth widths. */
const REACH = 0.09;
const STEPS = 18;
/** Corners may be further off: the trace cuts the far one of a turned head off. */
const CORNER_STEPS = 64;
/** Of the light on the lips at most so much falls into a mouth where no teeth are. */
const DARK = 0.55;
/** Teeth have at most so much of the redness of lips; of lips that are hardly red they cannot be told. */
const PALE = 0.4;
const RED = 0.28;
/** Places on the lips: so far from their edges, in mouth widths. */
const ON_LIPS = [0.05, 0.08, 0.11];

/**
 * Moves the edges of an open mouth to where the dark and the teeth between them end, and its corners as well; `share` 0..1 of the way. The
 * trace has an opening lens-shaped, and of one that is as high at its sides, or in a beard, it would leave some of it on the lips.
 */
export function reachDark(slit: Slit, seen: Seen, share: number): void {
  const step = (REACH * seen.mouthWidth) / STEPS;
  const lips = looksOfLips(slit, seen);
  const isDark = (x: number, y: number) => seen.light(x, y) < DARK * lips.light;
  const isInside = (x: number, y: number) =>
    isDark(x, y) ||
    (lips.redness > RED &&
      seen.light(x, y) > lips.light &&
      seen.redness(x, y) < PALE * lips.redness);
  for (const side of SIDES) reachCorner(slit, { ...seen, is: isDark, side, step }, share);
  for (let i = 1; i < COLUMNS; i += 1) {
    for (const side of SIDES) {
      const vertex = (side < 0 ? slit.upper[i] : slit.lower[i]) as number;
      const far = side * share * runFrom(slit, vertex, { ...seen, is: isInside, side, step });
      shift(slit, vertex, { x: seen.down.x * far, y: seen.down.y * far });
    }
  }
}

const SIDES = [-1, 1] as const;

/** The upper quarter of what is seen on the lips: some of the places may be within the mouth. */
function looksOfLips({ x, y, upper, lower }: Slit, { light, redness, down, mouthWidth }: Seen) {
  const lights: number[] = [];
  const reds: number[] = [];
  for (let i = 8; i <= COLUMNS - 8; i += 2) {
    for (const off of ON_LIPS) {
      for (const side of SIDES) {
        const vertex = (side < 0 ? upper[i] : lower[i]) as number;
        const px = (x[vertex] as number) + side * off * mouthWidth * down.x;
        const py = (y[vertex] as number) + side * off * mouthWidth * down.y;
        lights.push(light(px, py));
        reds.push(redness(px, py));
      }
    }
  }
  const upperQuarter = (values: number[]) =>
    values.sort((p, q) => p - q)[Math.floor(values.length * 0.75)] ?? 0;
  return { light: upperQuarter(lights), redness: upperQuarter(reds) };
}

type Look = {
  is(x: number, y: number): boolean;
  down: Point;
  side: 1 | -1;
  step: number;
};

/** How far the inside of the mouth goes on from an edge; places of a few steps that look otherwise are passed over. */
function runFrom({ x, y }: Slit, vertex: number, { is, down, side, step }: Look): number {
  let last = 0;
  for (let i = 0; i <= STEPS && i - last <= 3; i += 1) {
    const far = side * i * step;
    if (is((x[vertex] as number) + down.x * far, (y[vertex] as number) + down.y * far)) last = i;
  }
  return last * step;
}

/**
 * Draws the edges of the mouth out to where its dark ends beyond a corner: the trace of a turned head cuts the far one off.
 * Its columns lie along the new edges as they do along the mouth.
 */
function reachCorner(slit: Slit, look: Look, share: number): void {
  const { side, down } = look;
  const start = COLUMNS / 2;
  const corner = side < 0 ? 0 : COLUMNS;
  const from = slit.upper[start] as number;
  const axes: Axes = {
    x: slit.x[from] as number,
    y: slit.y[from] as number,
    out: { x: side * down.y, y: -side * down.x },
    down,
  };
  const traced = toPlace(slit, slit.upper[corner] as number, axes);
  const height = toPlace(slit, slit.lower[start] as number, axes).down;
  const end = endOfDark(look, axes, { height, traced: traced.out });
  if (!end) return;
  const columns = Array.from({ length: Math.abs(corner - start) + 1 }, (_, k) => start + side * k);
  const reach = [end.out - traced.out, end.down - traced.down] as const;
  for (const edge of [slit.upper, slit.lower]) {
    const drawn = columns.map((i) => {
      const { out, down } = toPlace(slit, edge[i] as number, axes);
      const share = Math.abs(COLUMN_U[i] as number) ** 3;
      return { out: out + share * reach[0], down: down + share * reach[1] };
    });
    const [first = end] = drawn;
    for (const i of columns.slice(1)) {
      // The corner belongs to both edges.
      if (i === corner && edge === slit.lower) continue;
      const out = first.out + (end.out - first.out) * Math.abs(COLUMN_U[i] as number);
      bring(slit, edge[i] as number, { axes, share, to: { out, down: downAt(drawn, out) } });
    }
  }
}

/** An origin in the picture, and unit vectors outwards along the mouth and down the face. */
type Axes = Point & { out: Point; down: Point };
/** A place on such axes, in pixels. */
type Place = { out: number; down: number };

function toPlace({ x, y }: Slit, vertex: number, axes: Axes): Place {
  const [dx, dy] = [(x[vertex] as number) - axes.x, (y[vertex] as number) - axes.y];
  return {
    out: dx * axes.out.x + dy * axes.out.y,
    down: dx * axes.down.x + dy * axes.down.y,
  };
}

function bring(
  slit: Slit,
  vertex: number,
  { axes, to, share }: { axes: Axes; to: Place; share: number },
): void {
  const is = toPlace(slit, vertex, axes);
  const [out, down] = [share * (to.out - is.out), share * (to.down - is.down)];
  shift(slit, vertex, {
    x: out * axes.out.x + down * axes.down.x,
    y: out * axes.out.y + down * axes.down.y,
  });
}

/** How far down a line is where it first comes so far out. */
function downAt(line: Place[], out: number): number {
  const next = line.findIndex((place, i) => i > 0 && place.out >= out);
  const b = line.at(next) as Place;
  const a = line.at(next < 0 ? next : next - 1) as Place;
  const part = b.out > a.out ? (out - a.out) / (b.out - a.out) : 1;
  return a.down + (b.down - a.down) * part;
}

/** So many steps the dark may be higher or lower than beside it. */
const GROWTH = 3;

/**
 * Follows the dark outwards; null where it does not end beyond the corner of the trace, `traced` pixels out. Dark that grows
 * taller than the mouth is at its start, `height`, or does not end is a beard.
 */
function endOfDark(
  { is, step }: Look,
  { x, y, out, down }: Axes,
  { height, traced }: { height: number; traced: number },
): Place | null {
  const most = Math.floor(traced / step) + CORNER_STEPS;
  const tallest = height / step + 2 * STEPS;
  let [top, bottom, last] = [0, Math.ceil(height / step), 0];
  for (let i = 1; i <= most; i += 1) {
    let [first, final] = [Infinity, -Infinity];
    for (let k = top - GROWTH; k <= bottom + GROWTH; k += 1) {
      const [far, low] = [i * step, k * step];
      if (!is(x + out.x * far + down.x * low, y + out.y * far + down.y * low)) continue;
      first = Math.min(first, k);
      final = k;
    }
    if (final - first > tallest) return null;
    if (final >= first) [top, bottom, last] = [first, final, i];
    else if (i * step > traced) break;
  }
  if (last * step <= traced || last === most) return null;
  return { out: last * step, down: ((top + bottom) / 2) * step };
}

function shift({ x, y }: Slit, vertex: number, by: Point): void {
  x[vertex] = (x[vertex] as number) + by.x;
  y[vertex] = (y[vertex] as number) + by.y;
}
