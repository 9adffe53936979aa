import type { Picture } from '../vision/face.ts';

const PLATE_OPACITY = 0.58;
const TEXT_OPACITY = 0.97;
const PLATE_LEVEL = 9;
const TEXT_LEVEL = 255;

/** Light text on a soft dark plate with round corners, as a picture with alpha. `text` is coverage 0..1 per pixel. */
export function textPlate(
  text: Float32Array,
  plate: { width: number; height: number; radius: number },
): Picture {
  const { width, height } = plate;
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const light = (text[at] ?? 0) * TEXT_OPACITY;
    const dark = plateOpacity(at, plate) * (1 - light);
    const alpha = light + dark;
    const level = alpha > 0 ? (TEXT_LEVEL * light + PLATE_LEVEL * dark) / alpha : 0;
    data.fill(Math.round(level), at * 4, at * 4 + 3);
    data[at * 4 + 3] = Math.round(alpha * 255);
  }
  return { width, height, data };
}

function plateOpacity(
  at: number,
  { width, height, radius }: { width: number; height: number; radius: number },
): number {
  const dx = Math.max(0, Math.abs((at % width) + 0.5 - width / 2) - width / 2 + radius);
  const dy = Math.max(0, Math.abs(Math.floor(at / width) + 0.5 - height / 2) - height / 2 + radius);
  return PLATE_OPACITY * Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
}
