import type { Canvas, Texture } from './warp.ts';

/** A part of a frame as a texture of its own; `left`, `top` is its corner in the frame, which may lie outside. */
export type RegionTexture = Texture & { left: number; top: number };

export function createRegionTexture(): RegionTexture {
  return { left: 0, top: 0, width: 0, height: 0, stride: 0, pixels: new Int32Array(0) };
}

export type Bounds = { left: number; top: number; right: number; bottom: number };

/** Copies the bounds (whole pixels, right and bottom exclusive); beyond the frame its border is repeated. */
export function copyRegion(into: RegionTexture, canvas: Canvas, bounds: Bounds): void {
  const width = bounds.right - bounds.left;
  const height = bounds.bottom - bounds.top;
  const stride = width + 2;
  if (into.pixels.length < stride * (height + 2)) {
    into.pixels = new Int32Array(Math.ceil(stride * (height + 2) * 1.3));
  }
  into.left = bounds.left;
  into.top = bounds.top;
  into.width = width;
  into.height = height;
  into.stride = stride;
  const { pixels } = into;
  const first = bounds.left - 1;
  const from = Math.min(Math.max(first, 0), canvas.width - 1);
  const to = Math.min(Math.max(first + stride, from + 1), canvas.width);
  for (let row = 0; row < height + 2; row += 1) {
    const y = Math.min(Math.max(bounds.top - 1 + row, 0), canvas.height - 1);
    const line = y * canvas.width;
    const at = row * stride;
    const before = Math.min(stride, Math.max(0, from - first));
    const inside = Math.min(stride - before, to - from);
    pixels.fill(canvas.pixels[line + from] as number, at, at + before);
    pixels.set(canvas.pixels.subarray(line + from, line + from + inside), at + before);
    const end = canvas.pixels[line + Math.max(from, to - 1)] as number;
    pixels.fill(end, at + before + inside, at + stride);
  }
}

/** Mixes the frame with what the region was before: `share` 1 keeps the frame, 0 brings the region back. */
export function mixWithRegion(canvas: Canvas, region: RegionTexture, share: number): void {
  const amount = Math.round(share * 256);
  const { pixels, width } = canvas;
  const right = Math.min(width, region.left + region.width);
  const bottom = Math.min(canvas.height, region.top + region.height);
  for (let row = Math.max(0, region.top); row < bottom; row += 1) {
    const line = (row - region.top + 1) * region.stride + 1 - region.left;
    for (let column = Math.max(0, region.left); column < right; column += 1) {
      const i = row * width + column;
      const now = pixels[i] as number;
      const was = region.pixels[line + column] as number;
      if (now !== was) pixels[i] = mixed(was, now, amount);
    }
  }
}

function mixed(from: number, to: number, amount: number): number {
  const keep = 256 - amount;
  const redBlue =
    (Math.imul(from & 0xff00ff, keep) + Math.imul(to & 0xff00ff, amount) + 0x800080) >>> 8;
  const green = (Math.imul(from & 0xff00, keep) + Math.imul(to & 0xff00, amount) + 0x8000) >>> 8;
  return (from & 0xff000000) | (redBlue & 0xff00ff) | (green & 0xff00);
}
