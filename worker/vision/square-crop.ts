import type { Picture } from './face.ts';

/** A square window into a picture, in pixels of the picture, turned clockwise by `angle` radians. */
export type SquareCrop = { centreX: number; centreY: number; side: number; angle: number };

/** Maps 0..1 crop coordinates to picture coordinates. */
export function fromCrop(crop: SquareCrop, u: number, v: number): { x: number; y: number } {
  const cos = Math.cos(crop.angle) * crop.side;
  const sin = Math.sin(crop.angle) * crop.side;
  return {
    x: crop.centreX + (u - 0.5) * cos - (v - 0.5) * sin,
    y: crop.centreY + (u - 0.5) * sin + (v - 0.5) * cos,
  };
}

/**
 * Resamples the window to size × size RGB float32 (NHWC, 0..1); outside the picture is black.
 * Shrinking averages a grid of samples per pixel, so that large faces do not alias.
 */
export function sampleCrop(picture: Picture, crop: SquareCrop, size: number): Float32Array {
  const taps = Math.min(8, Math.max(1, Math.round(crop.side / size)));
  const fine = size * taps;
  const out = new Float32Array(size * size * 3);
  const stepX = (Math.cos(crop.angle) * crop.side) / fine;
  const stepY = (Math.sin(crop.angle) * crop.side) / fine;
  const pixel = new Float64Array(3);
  const share = 1 / (taps * taps * 255);
  for (let row = 0; row < fine; row += 1) {
    const start = fromCrop(crop, 0.5 / fine, (row + 0.5) / fine);
    let to = Math.floor(row / taps) * size * 3;
    for (let column = 0; column < fine; column += 1) {
      sampleBilinear(
        picture,
        start.x - 0.5 + column * stepX,
        start.y - 0.5 + column * stepY,
        pixel,
      );
      for (let c = 0; c < 3; c += 1) out[to + c] = (out[to + c] ?? 0) + (pixel[c] ?? 0) * share;
      if ((column + 1) % taps === 0) to += 3;
    }
  }
  return out;
}

// biome-ignore lint/complexity/useMaxParams: called once per sample, an object would be allocated each time.
function sampleBilinear({ width, height, data }: Picture, x: number, y: number, rgb: Float64Array) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) {
    rgb.fill(0);
    return;
  }
  const fx = x - x0;
  const fy = y - y0;
  const i = (y0 * width + x0) * 4;
  const below = i + width * 4;
  for (let c = 0; c < 3; c += 1) {
    const top = (data[i + c] ?? 0) * (1 - fx) + (data[i + 4 + c] ?? 0) * fx;
    const bottom = (data[below + c] ?? 0) * (1 - fx) + (data[below + 4 + c] ?? 0) * fx;
    rgb[c] = top * (1 - fy) + bottom * fy;
  }
}
