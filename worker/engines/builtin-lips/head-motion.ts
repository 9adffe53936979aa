import type { MouthTrack } from '../../speech/mouth-track.ts';
import { smoothStep } from './clamp.ts';
import type { FaceFrame, Point } from './face-frame.ts';
import type { FaceGrid } from './face-grid.ts';
import type { Field } from './mouth-fields.ts';
import { seededRandom } from './random.ts';

export const HEAD_MOVES = ['swayX', 'swayY', 'roll', 'yaw', 'pitch'] as const;
export type HeadMove = (typeof HEAD_MOVES)[number];

/** Largest strengths: shares of the face height, for roll radians. Together they keep within one percent. */
const LARGEST: Record<HeadMove, number> = {
  swayX: 0.0042,
  swayY: 0.0024,
  roll: 0.006,
  yaw: 0.0042,
  pitch: 0.0034,
};
const EASE_IN_S = 0.8;

/** The strength of every move in every frame; frame 0 is the picture as it is. */
export type HeadCurves = Record<HeadMove, Float32Array>;

export function headCurves(
  track: MouthTrack,
  { amount, seed }: { amount: number; seed: number },
): HeadCurves {
  const random = seededRandom(seed ^ 0x4ead);
  const curves = {} as HeadCurves;
  for (const move of HEAD_MOVES) {
    const wave = slowWave(random);
    curves[move] = Float32Array.from({ length: track.frames }, (_, frame) => {
      const seconds = frame / track.fps;
      return amount * LARGEST[move] * wave(seconds) * smoothStep(0, EASE_IN_S, seconds);
    });
  }
  const emphasis = emphasisCurve(track);
  emphasis.forEach((value, frame) => {
    curves.pitch[frame] = (curves.pitch[frame] ?? 0) * 0.5 + amount * LARGEST.pitch * 0.5 * value;
    curves.swayY[frame] = (curves.swayY[frame] ?? 0) * 0.6 + amount * LARGEST.swayY * 0.4 * value;
  });
  return curves;
}

/** Two sines between 0.2 and 0.4 Hz, together within −1..1. */
function slowWave(random: () => number): (seconds: number) => number {
  const [f1, f2] = [0.2 + random() * 0.09, 0.31 + random() * 0.09];
  const [p1, p2] = [random() * 2 * Math.PI, random() * 2 * Math.PI];
  return (t) =>
    0.62 * Math.sin(2 * Math.PI * f1 * t + p1) + 0.38 * Math.sin(2 * Math.PI * f2 * t + p2);
}

/** Where the voice is louder than around it, 0..1, smooth: brows and nods follow it. */
export function emphasisCurve({ energy, fps }: MouthTrack): Float32Array {
  const short = blurred(energy, 0.14 * fps);
  const long = blurred(energy, 0.9 * fps);
  return blurred(
    short.map((value, i) => Math.min(1, Math.max(0, (value - (long[i] ?? 0)) * 2.4))),
    0.1 * fps,
  );
}

/** Gaussian blur over frames, the ends repeated as silence. */
export function blurred(values: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / Math.max(sigma, 1e-3)) ** 2),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.map((_, i) => {
    let sum = 0;
    for (let k = -reach; k <= reach; k += 1)
      sum += (values[i + k] ?? 0) * (weights[k + reach] ?? 0);
    return sum / total;
  });
}

/** The shift of a point of the face frame for unit strengths, had the head no neck and the picture no border. */
export function headShift(frame: FaceFrame, move: HeadMove, { x, y }: Point): Point {
  const height = frame.faceHeight;
  const pivot = 0.45 * height;
  if (move === 'swayX') return { x: height, y: 0 };
  if (move === 'swayY') return { x: 0, y: height };
  if (move === 'roll') return { x: pivot - y, y: x };
  const relief = Math.max(
    0,
    1 - (x / (0.55 * height)) ** 2 - ((y + 0.28 * height) / (0.8 * height)) ** 2,
  );
  const nearness = height * Math.sqrt(relief);
  return move === 'yaw' ? { x: nearness, y: 0 } : { x: 0, y: nearness };
}

export function headFields(
  grid: FaceGrid,
  frame: FaceFrame,
  picture: { width: number; height: number },
) {
  const weights = Float64Array.from(grid.local, (point, i) => {
    const place = { x: grid.x[i] ?? 0, y: grid.y[i] ?? 0 };
    return headWeight(frame, point) * borderWeight(picture, place, frame.faceHeight);
  });
  const fields = {} as Record<HeadMove, Field>;
  for (const move of HEAD_MOVES) {
    const shifts = grid.local.map((point) => headShift(frame, move, point));
    const along = (part: (shift: Point) => number) =>
      Float64Array.from(shifts, (shift, i) => part(shift) * (weights[i] ?? 0));
    fields[move] = {
      x: along((shift) => shift.x * frame.cos - shift.y * frame.sin),
      y: along((shift) => shift.x * frame.sin + shift.y * frame.cos),
    };
  }
  return fields;
}

/** 1 on the head and its hair, fading into the background and, sooner, towards the shoulders. */
function headWeight({ faceHeight }: FaceFrame, { x, y }: Point): number {
  const below = y + 0.33 * faceHeight;
  const r = Math.hypot(x / 0.64, below / (below > 0 ? 0.62 : 0.85)) / faceHeight;
  return 1 - smoothStep(1, 1.55, r);
}

function borderWeight(
  { width, height }: { width: number; height: number },
  { x, y }: Point,
  faceHeight: number,
): number {
  return smoothStep(0, 0.22 * faceHeight, Math.min(x, y, width - x, height - y));
}
