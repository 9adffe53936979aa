import type { Picture } from '../vision/face.ts';
import type { YuvPlanes } from './video-encoder.ts';

/** One plane of a picture, ready to blend: out = (in × keep + add) / 256. */
type PlaneOverlay = {
  left: number;
  top: number;
  width: number;
  keep: Uint16Array;
  add: Uint16Array;
};

/** A picture with alpha that can be laid over limited-range BT.709 4:2:0 frames again and again. */
export type YuvOverlay = PlaneOverlay[];

const NEUTRAL = 128;
const KEEP_ALL = 256;

/** @param place where its top left corner lies; even numbers. Width and height of the picture are even, too. */
export function yuvOverlay(picture: Picture, place: { left: number; top: number }): YuvOverlay {
  const { width, height, data } = picture;
  const half = { width: width / 2, height: height / 2 };
  const luma = planeOf(place, { width, height });
  const cb = planeOf({ left: place.left / 2, top: place.top / 2 }, half);
  const cr = planeOf({ left: place.left / 2, top: place.top / 2 }, half);
  const sums = new Float32Array(half.width * half.height * 3);
  for (let at = 0; at < width * height; at++) {
    const alpha = (data[at * 4 + 3] ?? 0) / 255;
    if (alpha === 0) {
      luma.keep[at] = KEEP_ALL;
      continue;
    }
    const r = data[at * 4] ?? 0;
    const g = data[at * 4 + 1] ?? 0;
    const b = data[at * 4 + 2] ?? 0;
    setPixel(luma, at, { alpha, value: (16 + 0.1826 * r + 0.6142 * g + 0.062 * b) * alpha });
    const block = (Math.floor(at / width / 2) * half.width + Math.floor((at % width) / 2)) * 3;
    add(sums, block, alpha);
    add(sums, block + 1, (NEUTRAL - 0.1006 * r - 0.3386 * g + 0.4392 * b) * alpha);
    add(sums, block + 2, (NEUTRAL + 0.4392 * r - 0.3989 * g - 0.0403 * b) * alpha);
  }
  for (let at = 0; at < half.width * half.height; at++) {
    const alpha = (sums[at * 3] ?? 0) / 4;
    setPixel(cb, at, { alpha, value: (sums[at * 3 + 1] ?? 0) / 4 });
    setPixel(cr, at, { alpha, value: (sums[at * 3 + 2] ?? 0) / 4 });
  }
  return [luma, cb, cr];
}

/** Lays it over a frame in place. */
export function drawOverlay(overlay: YuvOverlay, { planes, strides }: YuvPlanes): void {
  overlay.forEach((plane, index) => {
    const pixels = planes[index];
    if (pixels) blend(plane, pixels, strides[index] ?? 0);
  });
}

function planeOf(
  { left, top }: { left: number; top: number },
  { width, height }: { width: number; height: number },
): PlaneOverlay {
  const [keep, sum] = [new Uint16Array(width * height), new Uint16Array(width * height)];
  return { left, top, width, keep, add: sum };
}

function setPixel(plane: PlaneOverlay, at: number, pixel: { alpha: number; value: number }): void {
  plane.keep[at] = Math.round((1 - pixel.alpha) * KEEP_ALL);
  plane.add[at] = Math.round(pixel.value * 256);
}

function add(sums: Float32Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}

function blend(overlay: PlaneOverlay, pixels: Uint8Array, stride: number): void {
  const { left, width, keep, add: sum } = overlay;
  for (let from = 0, row = overlay.top; from < keep.length; from += width, row++) {
    const place = row * stride + left;
    for (let x = 0; x < width; x++) {
      const kept = keep[from + x] ?? KEEP_ALL;
      if (kept === KEEP_ALL) continue;
      pixels[place + x] = ((pixels[place + x] ?? 0) * kept + (sum[from + x] ?? 0) + 128) >> 8;
    }
  }
}
