import type { Point } from './face-frame.ts';
import { COLUMNS } from './lip-lines.ts';
import { type Look, reachCorner, shift } from './reach-corner.ts';
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

/** How far the inside of the mouth goes on from an edge; places of a few steps that look otherwise are passed over. */
function runFrom({ x, y }: Slit, vertex: number, { is, down, side, step }: Look): number {
  let last = 0;
  for (let i = 0; i <= STEPS && i - last <= 3; i += 1) {
    const far = side * i * step;
    if (is((x[vertex] as number) + down.x * far, (y[vertex] as number) + down.y * far)) last = i;
  }
  return last * step;
}
