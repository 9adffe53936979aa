import { FEATURE_STEP_MS, type SpeechFeatures } from './analyse-speech.ts';
import { type Loudness, percentile } from './loudness.ts';

/** A short loss of energy between voiced sounds: a consonant that stops the air. */
type EnergyDip = {
  fromMs: number;
  toMs: number;
  /** How much it sounds like b, p or m (log odds): above 0 more likely than not. */
  labial: number;
};

const DIP_DB = 8;
const LONGEST = 120 / FEATURE_STEP_MS;
const REACH = 8;
const VOICED = 0.45;

/** Dips of at least 8 dB, shorter than 120 ms, in order of time. */
export function findEnergyDips(features: SpeechFeatures, loudness: Loudness): EnergyDip[] {
  const dips: EnergyDip[] = [];
  const db = loudness.smoothDb;
  const brightDb = percentile(features.highDb.slice().sort(), 0.95);
  for (let k = 1; k < features.frames - 1; k++) {
    const here = db[k] ?? 0;
    if (here > (db[k - 1] ?? 0) || here >= (db[k + 1] ?? 0)) continue;
    const dip = dipAround(db, k);
    if (!dip || !isSpoken(features, loudness, dip)) continue;
    dips.push({
      fromMs: dip.from * FEATURE_STEP_MS,
      toMs: (dip.to + 1) * FEATURE_STEP_MS,
      labial: labialOdds(features, dip, brightDb),
    });
    k = dip.to;
  }
  return dips;
}

type Dip = { from: number; to: number; before: number; after: number };

/** The low frames around a minimum whose shoulders both stand 8 dB above it. */
function dipAround(db: Float32Array, bottom: number): Dip | null {
  const low = db[bottom] ?? 0;
  const before = highest(db, bottom - REACH, bottom);
  const after = highest(db, bottom, bottom + REACH);
  const shoulder = Math.min(db[before] ?? low, db[after] ?? low);
  if (shoulder - low < DIP_DB) return null;
  const edge = Math.max(low + 3, shoulder - DIP_DB);
  let from = bottom;
  let to = bottom;
  while (from > before && (db[from - 1] ?? 0) < edge) from--;
  while (to < after && (db[to + 1] ?? 0) < edge) to++;
  return to - from + 1 < LONGEST ? { from, to, before, after } : null;
}

function highest(db: Float32Array, from: number, to: number): number {
  let best = Math.max(0, from);
  for (let k = best; k <= Math.min(db.length - 1, to); k++) {
    if ((db[k] ?? 0) > (db[best] ?? 0)) best = k;
  }
  return best;
}

function isSpoken({ voicing }: SpeechFeatures, { gate }: Loudness, dip: Dip): boolean {
  const voiced = (voicing[dip.before] ?? 0) >= VOICED && (voicing[dip.after] ?? 0) >= VOICED;
  return voiced && Math.min(gate[dip.before] ?? 0, gate[dip.after] ?? 0) >= 0.9;
}

/**
 * Closing lips pull F2 down and their burst is dull; tongue tip and back pull F2 up and burst brightly.
 * The weights come from a logistic fit to dips of speech whose sounds are known.
 */
function labialOdds({ f2Hz, highDb }: SpeechFeatures, dip: Dip, brightDb: number): number {
  let burstDb = -100;
  for (let k = dip.from; k <= dip.to + 1; k++) burstDb = Math.max(burstDb, highDb[k] ?? -100);
  const into = edgeOf(f2Hz, dip.from - 1, -1);
  const outOf = edgeOf(f2Hz, dip.to + 1, 1);
  return (
    -0.74 +
    0.38 * bounded(outOf.glideHz / 400, 1) +
    0.35 * bounded(into.glideHz / 400, 1) +
    0.52 * bounded(outOf.lowness, 1.5) -
    0.22 * bounded(into.lowness, 1.5) +
    0.79 * bounded((brightDb - 10 - burstDb) / 10, 1)
  );
}

type Edge = { glideHz: number; lowness: number };

/** F2 at the edge of a dip: how far it rises into the vowel, and how far it lies under 1500 Hz (in 500 Hz). */
function edgeOf(f2Hz: Float32Array, edge: number, direction: 1 | -1): Edge {
  const near = meanKnown(f2Hz, [edge, edge + direction]);
  const beyond = edge + 4 * direction;
  const far = meanKnown(f2Hz, [beyond, beyond + direction, beyond + 2 * direction]);
  return {
    glideHz: near > 0 && far > 0 ? far - near : 0,
    lowness: near > 0 ? (1500 - near) / 500 : 0,
  };
}

function meanKnown(f2Hz: Float32Array, frames: number[]): number {
  const known = frames.map((k) => f2Hz[k] ?? 0).filter((hz) => hz > 0);
  return known.length > 0 ? known.reduce((sum, hz) => sum + hz, 0) / known.length : 0;
}

function bounded(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
