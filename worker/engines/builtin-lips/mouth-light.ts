import type { Picture } from '../../vision/face.ts';
import { type FaceFrame, toPicture } from './face-frame.ts';

/** Brightness of the face against a well-lit one, and its tint, per channel: colours are multiplied by it. */
export type MouthLight = { red: number; green: number; blue: number };

/** Places on cheeks and chin, in mouth widths from the mouth. */
const SKIN = [
  { x: -0.75, y: -0.25 },
  { x: 0.75, y: -0.25 },
  { x: -0.55, y: 0.25 },
  { x: 0.55, y: 0.25 },
  { x: 0, y: 0.55 },
];

/** The skin that shows a white tooth as white. */
const WELL_LIT = { red: 214, green: 170, blue: 148 };

export function mouthLight(picture: Picture, frame: FaceFrame): MouthLight {
  const samples = SKIN.map(({ x, y }) =>
    averageAround(picture, frame, { x: x * frame.mouthWidth, y: y * frame.mouthWidth }),
  );
  const median = (channel: number) => {
    const values = samples.map((sample) => sample[channel] ?? 0).sort((a, b) => a - b);
    return values[2] ?? 0;
  };
  const [red, green, blue] = [median(0), median(1), median(2)];
  const brightness = (red + green + blue) / (WELL_LIT.red + WELL_LIT.green + WELL_LIT.blue);
  const level = Math.min(1.08, Math.max(0.25, brightness ** 0.75));
  const tint = (value: number, lit: number) =>
    level * Math.min(1.12, Math.max(0.86, (value / lit / Math.max(brightness, 0.05)) ** 0.35));
  return {
    red: tint(red, WELL_LIT.red),
    green: tint(green, WELL_LIT.green),
    blue: tint(blue, WELL_LIT.blue),
  };
}

function averageAround(
  { width, height, data }: Picture,
  frame: FaceFrame,
  place: { x: number; y: number },
): number[] {
  const centre = toPicture(frame, place);
  const radius = Math.max(1, Math.round(frame.mouthWidth * 0.06));
  const sum = [0, 0, 0];
  let count = 0;
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      const x = Math.min(width - 1, Math.max(0, Math.round(centre.x + dx)));
      const y = Math.min(height - 1, Math.max(0, Math.round(centre.y + dy)));
      const i = (y * width + x) * 4;
      for (let c = 0; c < 3; c += 1) sum[c] = (sum[c] ?? 0) + (data[i + c] ?? 0);
      count += 1;
    }
  }
  return sum.map((value) => value / count);
}
