import type { Point } from './face-frame.ts';
import { COLUMN_U, COLUMNS } from './lip-lines.ts';
import type { Slit } from './shut-lips.ts';

export type Look = {
  /** Whether a place looks as the inside of the mouth does. */
  is(x: number, y: number): boolean;
  /** Unit vector down the face. */
  down: Point;
  /** −1 is left or up in the picture. */
  side: 1 | -1;
  /** How fine to look, in pixels. */
  step: number;
};

/** How far a corner is looked for beyond that of the trace, in steps: the trace cuts the far one of a turned head off. */
const CORNER_STEPS = 64;

/**
 * Draws the edges of the mouth out to where its dark ends beyond a corner: the trace of a turned head cuts the far one off.
 * Its columns lie along the new edges as they do along the mouth.
 */
export function reachCorner(slit: Slit, look: Look, share: number): void {
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
/** How much taller than in its middle the dark may be, in steps. */
const TALLER = 36;

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
  const tallest = height / step + TALLER;
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

export function shift({ x, y }: Slit, vertex: number, by: Point): void {
  x[vertex] = (x[vertex] as number) + by.x;
  y[vertex] = (y[vertex] as number) + by.y;
}
