import type { SpeechFeatures } from './analyse-speech.ts';
import { type Loudness, percentile } from './loudness.ts';

/**
 * Where each frame lies in its speaker's vowel space: `openness` 0 (i, u) .. 1 (a) from F1,
 * `frontness` 0 (u) .. 1 (i) from F2. Frames without formants take those of their neighbours.
 */
export type Vowels = { openness: Float32Array; frontness: Float32Array };

/** Speakers differ: the ends of the scale follow the recording, within what human mouths do (Hz). */
const F1_HZ = { low: [250, 400], high: [620, 950] } as const;
const F2_HZ = { low: [700, 1050], high: [1900, 2500] } as const;
const NEUTRAL = { openness: 0.3, frontness: 0.45 };
/** Formants of quiet frames are noise. */
const CLEAR_LEVEL = 0.45;
const HOLD_FRAMES = 12;

export function vowelsOf(features: SpeechFeatures, loudness: Loudness): Vowels {
  const clear = clearFrames(features, loudness);
  return {
    openness: scaled(features.f1Hz, { clear, range: F1_HZ, neutral: NEUTRAL.openness }),
    frontness: scaled(features.f2Hz, { clear, range: F2_HZ, neutral: NEUTRAL.frontness }),
  };
}

function clearFrames({ f1Hz, f2Hz, frames }: SpeechFeatures, { level }: Loudness): Uint8Array {
  const clear = new Uint8Array(frames);
  for (let k = 0; k < frames; k++) {
    const both = (f1Hz[k] ?? 0) > 0 && (f2Hz[k] ?? 0) > 0;
    clear[k] = both && (level[k] ?? 0) >= CLEAR_LEVEL ? 1 : 0;
  }
  return clear;
}

type Scale = {
  clear: Uint8Array;
  range: { low: readonly [number, number]; high: readonly [number, number] };
  neutral: number;
};

function scaled(hz: Float32Array, { clear, range, neutral }: Scale): Float32Array {
  const sorted = hz.filter((_, k) => clear[k] === 1).sort();
  const low = clamp(percentile(sorted, 0.08), range.low);
  const high = clamp(percentile(sorted, 0.92), range.high);
  const values = new Float32Array(hz.length);
  for (let k = 0; k < hz.length; k++) {
    values[k] = clear[k] === 1 ? clamp((medianAt(hz, clear, k) - low) / (high - low), [0, 1]) : -1;
  }
  fillGaps(values, neutral);
  return values;
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** Median over up to five clear frames: one mistaken peak moves nothing. */
function medianAt(hz: Float32Array, clear: Uint8Array, k: number): number {
  const near: number[] = [];
  for (let j = Math.max(0, k - 2); j <= k + 2; j++) if (clear[j] === 1) near.push(hz[j] ?? 0);
  near.sort((a, b) => a - b);
  return near[near.length >> 1] ?? 0;
}

/** Between clear frames values move evenly; far from any they return to neutral. */
function fillGaps(values: Float32Array, neutral: number): void {
  let last = -1;
  for (let k = 0; k <= values.length; k++) {
    if (k < values.length && (values[k] ?? -1) < 0) continue;
    const before = last >= 0 ? (values[last] ?? neutral) : neutral;
    const after = k < values.length ? (values[k] ?? neutral) : neutral;
    const length = k - last;
    for (let j = last + 1; j < k; j++) {
      const part = (j - last) / length;
      const held = before + (after - before) * part;
      const away = Math.min(1, Math.min(j - last, k - j) / HOLD_FRAMES);
      values[j] = held + (neutral - held) * away;
    }
    last = k;
  }
}
