import type { Picture } from '../../vision/face.ts';
import { clamp } from './clamp.ts';
import { EYES } from './eye-shape.ts';
import { type FaceFrame, meshPoint, type Point, toPicture } from './face-frame.ts';

/** The light on the face per channel, 1 as in a well-lit white: what is painted is multiplied by it. */
export type MouthLight = { red: number; green: number; blue: number };

/** The white of a well-lit eye, and a fair skin in the same light. */
const EYE_WHITE = [214, 206, 202];
const FAIR_SKIN = [214, 170, 148];

/** Places on cheeks and chin, in mouth widths from the mouth. */
const SKIN = [
  { x: -0.75, y: -0.25 },
  { x: 0.75, y: -0.25 },
  { x: -0.55, y: 0.25 },
  { x: 0.55, y: 0.25 },
  { x: 0, y: 0.55 },
];

/**
 * Judged by the whites of the eyes, which are alike on all people, or by the skin where the eyes lie in shadow
 * or are too small to tell.
 */
export function mouthLight(picture: Picture, frame: FaceFrame, mesh: Float32Array): MouthLight {
  const white = brightest(eyePlaces(mesh).map((place) => colourAt(picture, place)));
  const skin = brightest(
    SKIN.map(({ x, y }) => {
      const place = { x: x * frame.mouthWidth, y: y * frame.mouthWidth };
      return colourAt(picture, toPicture(frame, place));
    }),
  );
  const byWhite = sum(white) / sum(EYE_WHITE);
  const bySkin = sum(skin) / sum(FAIR_SKIN);
  const level = clamp(Math.max(byWhite, 0.9 * bySkin), 0.25, 1.05);
  const tint = (c: number) => {
    const ratio = (white[c] ?? 0) / (EYE_WHITE[c] ?? 1) / Math.max(byWhite, 0.05);
    return level * clamp(ratio ** 0.5, 0.86, 1.12);
  };
  return { red: tint(0), green: tint(1), blue: tint(2) };
}

/** Places between the lids. */
function eyePlaces(mesh: Float32Array): Point[] {
  return EYES.flatMap(({ upper, lower }) =>
    upper.slice(1, -1).flatMap((index, i) => {
      const a = meshPoint(mesh, index);
      const b = meshPoint(mesh, lower[i + 1] ?? index);
      return [0.35, 0.5, 0.65].map((t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }));
    }),
  );
}

/** The colour at the 85th percentile of brightness: above iris and lashes, below glints. */
function brightest(colours: number[][]): number[] {
  const sorted = colours.toSorted((a, b) => sum(a) - sum(b));
  return sorted[Math.floor(sorted.length * 0.85)] ?? [0, 0, 0];
}

function colourAt({ width, height, data }: Picture, { x, y }: Point): number[] {
  const column = clamp(Math.floor(x), 0, width - 1);
  const row = clamp(Math.floor(y), 0, height - 1);
  const i = (row * width + column) * 4;
  return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
}

function sum(colour: number[]): number {
  return colour.reduce((total, value) => total + value, 0);
}
