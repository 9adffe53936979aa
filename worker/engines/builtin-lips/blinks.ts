import { seededRandom } from './random.ts';

const CLOSING_S = 0.06;
const SHUT_S = 0.02;
const OPENING_S = 0.09;

/** How far the eyes are closed in every frame, 0 open .. 1 shut: a blink every two to six seconds. */
export function blinkCurve(frames: number, fps: number, seed: number): Float32Array {
  const random = seededRandom(seed ^ 0x5eed);
  const curve = new Float32Array(frames);
  let start = 0.7 + random() * 2.3;
  while (start * fps < frames) {
    const last = Math.min(frames - 1, Math.ceil((start + CLOSING_S + SHUT_S + OPENING_S) * fps));
    const shut = nearestFrame(start + CLOSING_S + SHUT_S / 2, fps);
    for (let frame = Math.floor(start * fps); frame <= last; frame += 1) {
      const value = frame === shut ? 1 : lidAt(frame / fps - start);
      curve[frame] = Math.max(curve[frame] ?? 0, value);
    }
    start += 2 + random() * 4;
  }
  return curve;
}

/** A frame always shows the closed lid, however coarse the frame rate. */
function nearestFrame(seconds: number, fps: number): number {
  return Math.round(seconds * fps);
}

function lidAt(seconds: number): number {
  if (seconds <= 0) return 0;
  if (seconds < CLOSING_S) return ease(seconds / CLOSING_S);
  if (seconds <= CLOSING_S + SHUT_S) return 1;
  return ease(1 - Math.min(1, (seconds - CLOSING_S - SHUT_S) / OPENING_S));
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
