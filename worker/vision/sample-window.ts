import type { Picture } from './face.ts';
import type { SquareCrop } from './square-crop.ts';

const ONE = 65536;
const MOST_TAPS = 3;
/** A bilinear sample already covers about so many pixels. */
const TAP_PX = 1;

/** 0xAABBGGRR words over the bytes of a picture, without a copy where the bytes are aligned. */
export function pixelWords({ data }: Picture): Int32Array {
  return data.byteOffset % 4 === 0
    ? new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
    : new Int32Array(data.slice().buffer);
}

/**
 * Resamples a window to size × size RGB float32 (NHWC, 0..1) like `sampleCrop`, with 8-bit steps and fewer samples of
 * a large window: made for every frame of footage.
 */
export function sampleWindow(picture: Picture, crop: SquareCrop, out: Float32Array): void {
  const size = Math.round(Math.sqrt(out.length / 3));
  const taps = Math.min(MOST_TAPS, Math.max(1, Math.round(crop.side / size / TAP_PX)));
  const words = pixelWords(picture);
  out.fill(0);
  const fine = size * taps;
  const cos = (Math.cos(crop.angle) * crop.side) / fine;
  const sin = (Math.sin(crop.angle) * crop.side) / fine;
  const stepX = Math.round(cos * ONE);
  const stepY = Math.round(sin * ONE);
  const share = 1 / (taps * taps * 255);
  const lastX = picture.width - 1;
  const lastY = picture.height - 1;
  const stride = picture.width;
  const inside = staysInside(picture, crop);
  for (let row = 0; row < fine; row += 1) {
    const u = 0.5 - fine / 2;
    const v = row + 0.5 - fine / 2;
    let fx = Math.round((crop.centreX - 0.5 + u * cos - v * sin) * ONE);
    let fy = Math.round((crop.centreY - 0.5 + u * sin + v * cos) * ONE);
    let to = Math.floor(row / taps) * size * 3;
    for (let pixel = 0; pixel < size; pixel += 1) {
      let redBlue = 0;
      let green = 0;
      for (let tap = 0; tap < taps; tap += 1) {
        const x = fx >> 16;
        const y = fy >> 16;
        if (inside || (x >= 0 && y >= 0 && x < lastX && y < lastY)) {
          const at = y * stride + x;
          const wx = (fx >> 8) & 255;
          const wy = (fy >> 8) & 255;
          const p00 = words[at] as number;
          const p10 = words[at + 1] as number;
          const p01 = words[at + stride] as number;
          const p11 = words[at + stride + 1] as number;
          const w11 = (wx * wy) >> 8;
          const w10 = wx - w11;
          const w01 = wy - w11;
          const w00 = 256 - wx - w01;
          redBlue +=
            ((Math.imul(p00 & 0xff00ff, w00) +
              Math.imul(p10 & 0xff00ff, w10) +
              Math.imul(p01 & 0xff00ff, w01) +
              Math.imul(p11 & 0xff00ff, w11)) >>>
              8) &
            0xff00ff;
          green +=
            (Math.imul(p00 & 0xff00, w00) +
              Math.imul(p10 & 0xff00, w10) +
              Math.imul(p01 & 0xff00, w01) +
              Math.imul(p11 & 0xff00, w11)) >>>
            16;
        }
        fx += stepX;
        fy += stepY;
      }
      out[to] = (out[to] as number) + (redBlue & 0xffff) * share;
      out[to + 1] = (out[to + 1] as number) + green * share;
      out[to + 2] = (out[to + 2] as number) + (redBlue >>> 16) * share;
      to += 3;
    }
  }
}

/** Whether no sample of a window needs a look at the picture's border. */
function staysInside({ width, height }: Picture, { centreX, centreY, side, angle }: SquareCrop) {
  const reach = (side / 2) * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle))) + 2;
  return (
    centreX - reach > 0 &&
    centreY - reach > 0 &&
    centreX + reach < width - 1 &&
    centreY + reach < height - 1
  );
}
