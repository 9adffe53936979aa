import type { Picture } from '../../vision/face.ts';
import type { Point } from './face-frame.ts';

/** Brightness 0..1 at a place of the picture, bilinear; beyond its border the border's. */
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
