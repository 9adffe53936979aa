import { smoothStep } from './clamp.ts';
import type { FaceFrame, Point } from './face-frame.ts';
import type { MouthLight } from './mouth-light.ts';
import type { MouthLines } from './mouth-lines.ts';
import type { Teeth } from './teeth.ts';
import type { Canvas } from './warp.ts';

/** What is behind the lips, the same for every frame. */
export type MouthInside = { frame: FaceFrame; light: MouthLight; teeth: Teeth };

/**
 * What of it shows in one frame; `shift` is the head's sway at the mouth, in the face frame; `squeeze` is how narrow the
 * face is seen because it is turned aside, 1 when it looks into the camera.
 */
export type InsideState = { shift: Point; squeeze: number; teeth: number; tongue: number };

const DEEP = [30, 10, 10];
const LINING = [104, 44, 42];
/** Shadows inside the mouth are reddish: how much more of each channel they take. */
const WARMTH = [0, 0.24, 0.3];
const TONGUE = [168, 84, 82];

const shade = new Float64Array(3);
const tooth = new Float64Array(4);
/** Face-frame place of the pixel, distances to both lips, opening there, the place across −1..1. */
const spot = { x: 0, y: 0, above: 0, below: 0, gap: 0, across: 0 };

/** Paints the inside of the mouth between the lip edges, with coverage at the edges as fine as the pixels. */
export function paintInside(
  canvas: Canvas,
  lines: MouthLines,
  { inside, state }: { inside: MouthInside; state: InsideState },
): void {
  if (lines.gap < 0.02) return;
  const { frame } = inside;
  const bounds = pictureBounds(canvas, lines, frame);
  const last = lines.count - 1.001;
  const middle = lines.left + last / 2;
  for (let row = bounds.top; row <= bounds.bottom; row += 1) {
    for (let column = bounds.left; column <= bounds.right; column += 1) {
      const dx = column + 0.5 - frame.origin.x;
      const dy = row + 0.5 - frame.origin.y;
      const x = dx * frame.cos + dy * frame.sin;
      const at = x - lines.left;
      if (at < 0 || at > last) continue;
      const y = dy * frame.cos - dx * frame.sin;
      const i = at | 0;
      const t = at - i;
      const upper = (lines.upper[i] as number) * (1 - t) + (lines.upper[i + 1] as number) * t;
      const lower = (lines.lower[i] as number) * (1 - t) + (lines.lower[i + 1] as number) * t;
      const covered = overlap(y, upper, lower);
      if (covered <= 0.004) continue;
      spot.x = (x - state.shift.x) / state.squeeze;
      spot.y = y - state.shift.y;
      spot.above = Math.max(0, y - upper);
      spot.below = Math.max(0, lower - y);
      spot.gap = lower - upper;
      spot.across = (x - middle) / (last / 2);
      shadeSpot(inside, state, lines.gap);
      blend(canvas, row * canvas.width + column, covered);
    }
  }
}

/** How much of a soft pixel at `y` lies between the edges. */
const SOFT = 0.65;
function overlap(y: number, upper: number, lower: number): number {
  const from = Math.max(y - SOFT, upper);
  const to = Math.min(y + SOFT, lower);
  return to > from ? (to - from) / (2 * SOFT) : 0;
}

function shadeSpot({ frame, light, teeth }: MouthInside, state: InsideState, gap: number): void {
  const unit = 1 / frame.mouthWidth;
  const near = Math.exp(-Math.min(spot.above, spot.below) * unit * 22);
  const side = spot.across * spot.across;
  const lining = Math.min(1, near * 0.55 + 0.12 * (1 - side));
  for (let c = 0; c < 3; c += 1) {
    shade[c] = (DEEP[c] as number) * (1 - lining) + (LINING[c] as number) * lining;
  }
  addTongue(state, unit, gap);
  sampleTeeth(teeth, spot.x, spot.y);
  const seen = tooth[3] as number;
  if (seen > 0) {
    const opening = Math.min(1, gap * unit * 7);
    const dim = 0.45 + 0.25 * state.teeth;
    const shadow = dim + (1 - dim) * smoothStep(0, 1, spot.above * unit * 18);
    const lit = shadow * (0.32 + (0.48 - 0.15 * state.teeth) * opening + 0.35 * state.teeth);
    for (let c = 0; c < 3; c += 1) {
      const warm = 1 - (1 - lit) * (WARMTH[c] as number);
      shade[c] = (shade[c] as number) * (1 - seen) + (tooth[c] as number) * lit * warm;
    }
  }
  shade[0] = (shade[0] as number) * light.red;
  shade[1] = (shade[1] as number) * light.green;
  shade[2] = (shade[2] as number) * light.blue;
}

/** A soft mound that rests on the floor of the mouth and rises behind the teeth. */
function addTongue({ tongue }: InsideState, unit: number, gap: number): void {
  const room = gap * unit;
  const dome = Math.max(0, 1 - (spot.across / 0.72) ** 2);
  const height = dome * Math.min(room * 0.9, (0.3 + 0.62 * tongue) * room);
  const into = height - spot.below * unit;
  if (into <= -0.02 || dome <= 0) return;
  const alpha =
    smoothStep(0, 1, (into + 0.02) / 0.05) * Math.min(1, room * 8) * (0.7 + 0.28 * tongue);
  const lit =
    (0.62 + 0.24 * tongue) * (0.66 + 0.5 * smoothStep(0, 1, into / 0.12)) * (0.75 + 0.25 * dome);
  for (let c = 0; c < 3; c += 1) {
    shade[c] = (shade[c] as number) * (1 - alpha) + (TONGUE[c] as number) * lit * alpha;
  }
}

function sampleTeeth(teeth: Teeth, x: number, y: number): void {
  const column = (x - teeth.left) * teeth.scale - 0.5;
  const row = (y - teeth.top) * teeth.scale - 0.5;
  const x0 = Math.floor(column);
  const y0 = Math.max(0, Math.floor(row));
  if (x0 < 0 || x0 >= teeth.width - 1 || y0 >= teeth.height - 1) {
    tooth[3] = 0;
    return;
  }
  const fx = column - x0;
  const fy = Math.max(0, row - y0);
  const at = (y0 * teeth.width + x0) * 4;
  const under = at + teeth.width * 4;
  const { texels } = teeth;
  for (let c = 0; c < 4; c += 1) {
    const top = (texels[at + c] as number) * (1 - fx) + (texels[at + 4 + c] as number) * fx;
    const low = (texels[under + c] as number) * (1 - fx) + (texels[under + 4 + c] as number) * fx;
    tooth[c] = top * (1 - fy) + low * fy;
  }
}

function blend({ pixels }: Canvas, i: number, covered: number): void {
  const old = pixels[i] as number;
  const keep = 1 - covered;
  const red = (old & 255) * keep + Math.min(255, shade[0] as number) * covered;
  const green = ((old >>> 8) & 255) * keep + Math.min(255, shade[1] as number) * covered;
  const blue = ((old >>> 16) & 255) * keep + Math.min(255, shade[2] as number) * covered;
  pixels[i] =
    (old & 0xff000000) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | ((red + 0.5) & 255);
}

const bounds = { left: 0, right: 0, top: 0, bottom: 0 };

function pictureBounds(canvas: Canvas, lines: MouthLines, frame: FaceFrame) {
  bounds.left = Infinity;
  bounds.right = -Infinity;
  bounds.top = Infinity;
  bounds.bottom = -Infinity;
  for (let i = 0; i < lines.count; i += 1) {
    growBounds(frame, lines.left + i, lines.upper[i] as number);
    growBounds(frame, lines.left + i, lines.lower[i] as number);
  }
  bounds.left = Math.max(0, Math.floor(bounds.left) - 1);
  bounds.top = Math.max(0, Math.floor(bounds.top) - 1);
  bounds.right = Math.min(canvas.width - 1, Math.ceil(bounds.right) + 1);
  bounds.bottom = Math.min(canvas.height - 1, Math.ceil(bounds.bottom) + 1);
  return bounds;
}

function growBounds({ origin, cos, sin }: FaceFrame, x: number, y: number): void {
  const px = origin.x + x * cos - y * sin;
  const py = origin.y + x * sin + y * cos;
  bounds.left = Math.min(bounds.left, px);
  bounds.right = Math.max(bounds.right, px);
  bounds.top = Math.min(bounds.top, py);
  bounds.bottom = Math.max(bounds.bottom, py);
}
