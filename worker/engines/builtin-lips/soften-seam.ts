import { smoothStep } from './clamp.ts';
import type { FaceFrame } from './face-frame.ts';
import type { MouthLines } from './mouth-lines.ts';
import type { Canvas } from './warp.ts';

/** Red takes less of the shade than green and blue. */
const SHADE = [0.24, 0.36, 0.36];

/**
 * Where lips that were apart in the footage are brought together, their edges meet hard: they are blended, and get the
 * soft dark line of lips that touch. `parted` is how far the footage had them apart, 0..1.
 */
export function softenSeam(
  canvas: Canvas,
  frame: FaceFrame,
  { lines, parted }: { lines: MouthLines; parted: number },
): void {
  if (parted <= 0.01) return;
  const soft = Math.max(0.75, frame.mouthWidth * 0.014);
  const reach = Math.ceil(soft * 2.5);
  const last = lines.count - 1;
  let done = -1;
  // Half steps: on a tilted mouth the columns of the frame lie closer than those of the lines.
  for (let step = 2; step < 2 * last; step += 1) {
    const i = step / 2;
    const upper = ((lines.upper[i | 0] as number) + (lines.upper[(step + 1) >> 1] as number)) / 2;
    const lower = ((lines.lower[i | 0] as number) + (lines.lower[(step + 1) >> 1] as number)) / 2;
    const across = (2 * i) / last - 1;
    const shut = 1 - smoothStep(0.6, 3, lower - upper);
    const strength = shut * parted * (1 - across ** 4);
    if (strength < 0.02) continue;
    const y = (upper + lower) / 2;
    const x = lines.left + i;
    const px = frame.origin.x + x * frame.cos - y * frame.sin;
    const py = frame.origin.y + x * frame.sin + y * frame.cos;
    const column = Math.floor(px);
    if (column !== done) softenColumn(canvas, { x: column, y: py, soft, reach, strength });
    done = column;
  }
}

type Column = { x: number; y: number; soft: number; reach: number; strength: number };

const before = new Int32Array(64);

function softenColumn({ width, height, pixels }: Canvas, column: Column): void {
  const { x, y, soft, strength } = column;
  const reach = Math.min(column.reach, 30);
  const top = Math.floor(y) - reach;
  if (x < 0 || x >= width || top < 1 || top + 2 * reach + 2 > height) return;
  for (let k = 0; k <= 2 * reach + 2; k += 1) {
    before[k] = pixels[(top - 1 + k) * width + x] as number;
  }
  for (let k = 0; k <= 2 * reach; k += 1) {
    const off = top + k + 0.5 - y;
    const shade = strength * Math.exp(-((off / soft) ** 2));
    const blur = strength * Math.max(0, 1 - Math.abs(off) / 2) * 0.5;
    if (shade < 0.01 && blur < 0.01) continue;
    let pixel = (before[k + 1] as number) & 0xff000000;
    for (let c = 0; c < 3; c += 1) {
      const at = c * 8;
      const here = ((before[k + 1] as number) >>> at) & 255;
      const near =
        ((((before[k] as number) >>> at) & 255) + (((before[k + 2] as number) >>> at) & 255)) / 2;
      const value = (here + (near - here) * blur) * (1 - (SHADE[c] as number) * shade);
      pixel |= Math.round(value) << at;
    }
    pixels[(top + k) * width + x] = pixel;
  }
}
