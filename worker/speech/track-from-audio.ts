import { FEATURE_STEP_MS, type SpeechFeatures } from './analyse-speech.ts';
import { findEnergyDips } from './energy-dips.ts';
import { type Loudness, loudnessOf, smoothstep } from './loudness.ts';
import {
  addPlateau,
  CURVE_STEP_MS,
  createMouthCurve,
  type MouthCurve,
  trackFromCurve,
} from './mouth-curve.ts';
import type { MouthTrack } from './mouth-track.ts';
import { type Vowels, vowelsOf } from './vowel-space.ts';

type AudioTrackRequest = { features: SpeechFeatures; fps: number; frames: number };

/** Weight of the s-like share of a sound, from how far 3 kHz upwards stands over the body, in dB. */
const FRICATIVE_DB = { from: -3, to: 7 };
const FLANK_MS = 25;
/** Log odds of b, p or m from which the lips meet, and from which they come near. */
const LIPS_MET = -0.45;
const LIPS_NEAR = -0.85;

/**
 * The mouth of a recording in any language: how open from loudness and F1, how wide or round from F2,
 * nearly closed on fricatives, closed where the lips seem to meet and wherever nobody speaks.
 */
export function trackFromAudio({ features, fps, frames }: AudioTrackRequest): MouthTrack {
  const loudness = loudnessOf(features);
  const targets = targetsOf(features, loudness, vowelsOf(features, loudness));
  const durationMs = Math.max(features.frames * FEATURE_STEP_MS, (frames * 1000) / fps);
  const curve = createMouthCurve(durationMs);
  for (const channel of CHANNELS) stretch(targets[channel], curve[channel]);
  for (const { fromMs, toMs, labial } of findEnergyDips(features, loudness)) {
    const lips = labial >= LIPS_MET ? 1 : labial >= LIPS_NEAR ? 0.6 : 0;
    const dip = { fromMs, toMs, flankMs: FLANK_MS };
    if (lips > 0) addPlateau(curve.closed, dip, lips);
    else addPlateau(curve.tongue, dip, 0.6);
  }
  return trackFromCurve(curve, { fps, frames });
}

const CHANNELS = ['open', 'width', 'round', 'teeth', 'energy'] as const;
type Targets = Pick<MouthCurve, (typeof CHANNELS)[number]>;

function targetsOf(features: SpeechFeatures, loudness: Loudness, vowels: Vowels): Targets {
  const channel = () => new Float32Array(features.frames);
  const targets = {
    open: channel(),
    width: channel(),
    round: channel(),
    teeth: channel(),
    energy: channel(),
  };
  for (let k = 0; k < features.frames; k++) {
    const gate = loudness.gate[k] ?? 0;
    if (gate === 0) continue;
    const level = loudness.level[k] ?? 0;
    const hiss = (features.highDb[k] ?? 0) - (features.bodyDb[k] ?? 0);
    const fricative = smoothstep(FRICATIVE_DB.from, FRICATIVE_DB.to, hiss);
    const openness = vowels.openness[k] ?? 0;
    const frontness = vowels.frontness[k] ?? 0;
    const round = Math.min(1, Math.max(0, (0.42 - frontness) * 2.6)) * (1 - 0.75 * openness);
    const jaw = 0.92 * (0.1 + 0.9 * openness) * (0.42 + 0.58 * level) * (1 - 0.3 * round);
    targets.open[k] = gate * (jaw * (1 - fricative) + 0.07 * fricative);
    targets.width[k] = gate * lipWidth(frontness, openness) * (1 - 0.5 * fricative);
    targets.round[k] = gate * round * (1 - fricative);
    targets.teeth[k] = gate * Math.max(0.85 * fricative, 0.2 + 0.35 * frontness * (1 - openness));
    targets.energy[k] = gate * level;
  }
  return targets;
}

/** Spread for front vowels, pursed for back ones, little of either when the jaw is low. */
function lipWidth(frontness: number, openness: number): number {
  const spread = (frontness - 0.42) * 1.5;
  return Math.min(0.9, Math.max(-0.85, spread * (1 - 0.55 * openness) + 0.2 * openness));
}

/** Features lie in the middle of their 10 ms, curve samples on multiples of 5 ms. */
function stretch(values: Float32Array, curve: Float32Array): void {
  const perStep = CURVE_STEP_MS / FEATURE_STEP_MS;
  for (let k = 0; k < curve.length; k++) {
    const at = k * perStep - 0.5;
    const low = Math.floor(at);
    const part = at - low;
    curve[k] = (values[low] ?? 0) * (1 - part) + (values[low + 1] ?? 0) * part;
  }
}
