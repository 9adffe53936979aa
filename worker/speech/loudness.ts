import { FEATURE_STEP_MS, type SpeechFeatures } from './analyse-speech.ts';

/** Per feature frame: `level` 0 (background) .. 1 (loud speech); `gate` 0 where nobody speaks, 1 in speech. */
export type Loudness = { level: Float32Array; gate: Float32Array; smoothDb: Float32Array };

/** A recording whose loud moments stay below this is silence. */
const SILENT_DB = -62;
/** Speech spans at most this much; a recording without pauses is taken to span at least the lesser figure. */
const SPAN_DB = { least: 18, most: 40 };
/** Share of the span at which the mouth begins to move, and at which it moves fully. */
const GATE = { from: 0.24, to: 0.4 };
/** Stops are gaps too: a shorter silence keeps a little opening. */
const PAUSE_MS = 120;

/** Loudness between its 5th and 95th percentiles, and a gate that closes the mouth over noise and pauses. */
export function loudnessOf(features: SpeechFeatures): Loudness {
  const { frames } = features;
  const smoothDb = smoothed(features.bodyDb);
  const sorted = smoothDb.slice().sort();
  const loudDb = percentile(sorted, 0.95);
  const quietDb = percentile(sorted, 0.05);
  const level = new Float32Array(frames);
  const gate = new Float32Array(frames);
  if (loudDb < SILENT_DB) return { level, gate, smoothDb };
  const spanDb = Math.min(SPAN_DB.most, Math.max(SPAN_DB.least, loudDb - quietDb));
  for (let k = 0; k < frames; k++) {
    const body = ((smoothDb[k] ?? 0) - (loudDb - spanDb)) / spanDb;
    const high = ((features.highDb[k] ?? 0) - (loudDb - spanDb)) / spanDb;
    level[k] = Math.min(1, Math.max(0, body));
    gate[k] = smoothstep(GATE.from, GATE.to, Math.max(body, high));
  }
  bridgeStops(gate);
  return { level, gate, smoothDb };
}

export function smoothstep(from: number, to: number, value: number): number {
  const x = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return x * x * (3 - 2 * x);
}

/** The value below which `share` of the ascending `sorted` values lie; 0 when there are none. */
export function percentile(sorted: Float32Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

/** Mean of energies over 1–2–1 frames: single periods of a deep voice no longer show. */
function smoothed(db: Float32Array): Float32Array {
  const power = db.map((value) => 10 ** (value / 10));
  return db.map((_, k) => {
    const here = power[k] ?? 0;
    const mean = (2 * here + (power[k - 1] ?? here) + (power[k + 1] ?? here)) / 4;
    return 10 * Math.log10(mean + 1e-12);
  });
}

function bridgeStops(gate: Float32Array): void {
  let silentFrom = -1;
  for (let k = 0; k <= gate.length; k++) {
    const silent = k < gate.length && gate[k] === 0;
    if (silent && silentFrom < 0) silentFrom = k;
    if (silent || silentFrom < 0) continue;
    const inside = silentFrom > 0 && k < gate.length;
    if (inside && (k - silentFrom) * FEATURE_STEP_MS < PAUSE_MS) gate.fill(0.25, silentFrom, k);
    silentFrom = -1;
  }
}
