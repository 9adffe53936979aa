import type { Picture } from '../../vision/face.ts';
import { type FaceFrame, type Point, toPicture } from './face-frame.ts';
import { COLUMN_U, type LipLines, lipLinesThrough } from './lip-lines.ts';
import { luminance } from './luminance.ts';

/** How far beside the traced edges of an open mouth its true ones are looked for, in mouth widths. */
const REACH = 0.09;
/** Of the light on the lips at most so much falls into a mouth where no teeth are. */
const DARK = 0.5;
const STEPS = 18;

/**
 * The edges of parted lips, moved to where the dark between them ends, and its corners as well. The trace has the opening
 * lens-shaped, and of one that is as high at its sides it leaves dark corners on the lips.
 */
export function openEdges(picture: Picture, frame: FaceFrame, lips: LipLines): LipLines {
  const light = (x: number, y: number) => luminance(picture, toPicture(frame, { x, y }));
  const step = (REACH * frame.mouthWidth) / STEPS;
  const limit = DARK * lipLight(light, lips);
  const darkness = (x: number, from: number, side: 1 | -1) =>
    darkRun({ light, limit, step }, x, { from, side });
  const corner = (side: 1 | -1): Point => {
    const x = lips.xAt(side);
    let y = lips.upper(x);
    let last = x;
    for (let i = 1; i <= STEPS; i += 1) {
      const at = x + side * i * step;
      const dark = [0, -1, 1, -2, 2, -3, 3].find((off) => light(at, y + off * step) < limit);
      if (dark === undefined) break;
      y += dark * step;
      last = at;
    }
    return { x: last, y };
  };
  const [right, left] = [corner(-1), corner(1)];
  const middle = lips.xAt(0);
  const edge = (side: 1 | -1) => [
    right,
    ...Array.from(COLUMN_U.subarray(1, -1), (u) => {
      const end = u < 0 ? right : left;
      const x = middle + Math.abs(u) * (end.x - middle);
      const reached = Math.abs(lips.uAt(x)) > 1;
      const traced = side < 0 ? lips.upper(x) : lips.lower(x);
      const from = reached ? (traced + end.y) / 2 : traced;
      return { x, y: from + side * darkness(x, from, side) };
    }),
    left,
  ];
  return lipLinesThrough({
    upper: edge(-1),
    lower: edge(1),
    outerUpper: lips.outerUpper,
    outerLower: lips.outerLower,
    middle,
  });
}

type Looking = { light: (x: number, y: number) => number; limit: number; step: number };

/** How far the dark goes on from a traced edge; lighter places of a step or two are passed over. */
function darkRun(
  { light, limit, step }: Looking,
  x: number,
  { from, side }: { from: number; side: 1 | -1 },
): number {
  let last = 0;
  for (let i = 0; i <= STEPS && i - last <= 3; i += 1) {
    if (light(x, from + side * i * step) < limit) last = i;
  }
  return last * step;
}

/** The middle one of the luminances halfway between inner and outer edges of the lips. */
function lipLight(light: (x: number, y: number) => number, lips: LipLines): number {
  const seen = [lips.outerUpper, lips.outerLower].flatMap((outer, side) =>
    outer.slice(4, -4).map(({ x, y }) => {
      const inner = side === 0 ? lips.upper(x) : lips.lower(x);
      return light(x, (y + inner) / 2);
    }),
  );
  return seen.sort((a, b) => a - b)[seen.length >> 1] ?? 0;
}
