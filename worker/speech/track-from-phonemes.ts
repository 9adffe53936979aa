import {
  addPlateau,
  CURVE_STEP_MS,
  createMouthCurve,
  type MouthCurve,
  trackFromCurve,
} from './mouth-curve.ts';
import type { MouthTrack, TimedPhoneme } from './mouth-track.ts';
import { isSibilant, type Viseme, visemesOf } from './viseme.ts';

type PhonemeTrackRequest = {
  /** In order of time; each includes its closure (a stop lasts from where the lips or tongue close). */
  phonemes: readonly TimedPhoneme[];
  durationMs: number;
  fps: number;
  /** Loudness 0..1, one value per 10 ms; without it stress stands in. */
  energy?: Float32Array;
};

/** How early a pose may begin to show before its own sound. */
const LOOK_AHEAD_MS = 100;
/** A silence this long lets the mouth come to rest; shorter ones keep the pose. */
const PAUSE_MS = 120;
const CLOSURE_MS = { least: 40, most: 120, before: 25, after: 5, flank: 25 };
/** Conversational speech seldom opens the jaw as wide as the vowel's target pose. */
const CONVERSATIONAL = 0.88;
const JAW_INERTIA_MS = 150;

/** A pose of one channel, held from `fromMs` to `toMs`; poses are joined by cosine blends. */
type Key = { fromMs: number; toMs: number; value: number };
type Channel = 'open' | 'width' | 'round' | 'teeth' | 'tongue' | 'energy';
type Keys = Record<Channel, Key[]>;

/** A viseme in its place; `open` with stress, length and neighbours taken into account. */
type Pose = { viseme: Viseme; startMs: number; endMs: number; stressed: boolean; open: number };

/** The mouth of speech whose sounds are known: made by us, so nothing has to be guessed from audio. */
export function trackFromPhonemes(request: PhonemeTrackRequest): MouthTrack {
  const { durationMs, fps } = request;
  const curve = createMouthCurve(durationMs);
  const poses = posesOf(request.phonemes);
  const keys = keysOf(poses, durationMs);
  for (const channel of Object.keys(keys) as Channel[]) drawKeys(curve[channel], keys[channel]);
  if (request.energy) drawEnergy(curve.energy, request.energy);
  drawClosures(curve, poses);
  const frames = Math.max(1, Math.ceil((durationMs * fps) / 1000 - 1e-6));
  return trackFromCurve(curve, { fps, frames });
}

function posesOf(phonemes: readonly TimedPhoneme[]): Pose[] {
  const poses: Pose[] = [];
  for (const { symbol, startMs, endMs, stressed } of phonemes) {
    let at = startMs;
    for (const { viseme, share } of visemesOf(symbol)) {
      const end = at + share * Math.max(0, endMs - startMs);
      const open = viseme.kind === 'vowel' ? vowelOpening(viseme, end - at, stressed) : 0;
      poses.push({ viseme, startMs: at, endMs: end, stressed, open });
      at = end;
    }
  }
  for (const [index, pose] of poses.entries()) {
    if (pose.viseme.kind === 'consonant') {
      pose.open = consonantOpening(pose.viseme, poses[index - 1], poses[index + 1]);
    }
  }
  return poses;
}

function vowelOpening(viseme: Viseme, lengthMs: number, stressed: boolean): number {
  const reach = 0.6 + 0.4 * Math.min(1, lengthMs / JAW_INERTIA_MS);
  return (viseme.open ?? 0) * reach * (stressed ? 1.08 : 0.84) * CONVERSATIONAL;
}

/** The jaw only dips between two vowels: part of their opening stays. */
function consonantOpening(viseme: Viseme, before?: Pose, after?: Pose): number {
  const neighbours = [before, after].filter((pose) => pose?.viseme.kind === 'vowel');
  const around = neighbours.reduce((sum, pose) => sum + (pose?.open ?? 0), 0) / 2;
  return (viseme.open ?? 0) * CONVERSATIONAL + around * (isSibilant(viseme) ? 0.08 : 0.28);
}

function keysOf(poses: Pose[], durationMs: number): Keys {
  const keys: Keys = { open: [], width: [], round: [], teeth: [], tongue: [], energy: [] };
  let heardMs = 0;
  for (const [index, pose] of poses.entries()) {
    if (index === 0 || pose.startMs - heardMs >= PAUSE_MS) {
      addRest(keys, index === 0 ? -PAUSE_MS : heardMs, pose.startMs);
    }
    addPose(keys, pose);
    heardMs = Math.max(heardMs, pose.endMs);
  }
  addRest(keys, poses.length === 0 ? -PAUSE_MS : heardMs, Math.max(heardMs, durationMs) + PAUSE_MS);
  return keys;
}

function addRest(keys: Keys, silentFromMs: number, silentToMs: number): void {
  const middle = (silentFromMs + silentToMs) / 2;
  const fromMs = Math.min(middle, silentFromMs + 60);
  const toMs = Math.max(middle, silentToMs - 80);
  for (const list of Object.values(keys)) list.push({ fromMs, toMs, value: 0 });
}

function addPose(keys: Keys, pose: Pose): void {
  const { viseme, startMs, endMs } = pose;
  const vowel = viseme.kind === 'vowel';
  const margin = (endMs - startMs) * (vowel ? 0.3 : 0.38);
  const key = { fromMs: startMs + margin, toMs: endMs - margin };
  keys.open.push({ ...key, value: Math.min(1, pose.open) });
  for (const channel of ['width', 'round', 'teeth', 'tongue'] as const) {
    const value = viseme[channel];
    if (value !== undefined) keys[channel].push({ ...key, value: value * ease(channel, pose) });
  }
  if (vowel) keys.energy.push({ ...key, value: pose.stressed ? 0.9 : 0.55 });
}

/** Unstressed vowels are less spread and less pursed. */
function ease(channel: Channel, { viseme, stressed }: Pose): number {
  const lips = channel === 'width' || channel === 'round';
  return lips && viseme.kind === 'vowel' && !stressed ? 0.85 : 1;
}

function drawKeys(values: Float32Array, keys: Key[]): void {
  let next = 0;
  for (let k = 0; k < values.length; k++) {
    const ms = k * CURVE_STEP_MS;
    while (next < keys.length && (keys[next]?.toMs ?? 0) < ms) next++;
    const before = keys[next - 1];
    const after = keys[next];
    values[k] = after ? blend(before ?? after, after, ms) : (before?.value ?? 0);
  }
}

function blend(before: Key, after: Key, ms: number): number {
  if (ms >= after.fromMs) return after.value;
  const start = Math.max(before.toMs, after.fromMs - LOOK_AHEAD_MS);
  if (ms <= start) return before.value;
  const part = (ms - start) / (after.fromMs - start);
  return before.value + (after.value - before.value) * (0.5 - 0.5 * Math.cos(Math.PI * part));
}

function drawEnergy(values: Float32Array, energy: Float32Array): void {
  for (let k = 0; k < values.length; k++) {
    const value = energy[Math.round((k * CURVE_STEP_MS) / 10)] ?? 0;
    values[k] = Math.min(1, Math.max(0, value));
  }
}

function drawClosures(curve: MouthCurve, poses: Pose[]): void {
  for (const { viseme, startMs, endMs } of poses) {
    const length = endMs - startMs;
    const flankMs = CLOSURE_MS.flank;
    if (viseme.kind === 'labiodental') {
      const fromMs = startMs - CLOSURE_MS.before / 2;
      addPlateau(curve.bite, { fromMs, toMs: startMs + 0.7 * length, flankMs });
    }
    if (viseme.kind === 'bilabial') {
      const releaseMs = startMs + 0.65 * length;
      const heldMs = Math.min(CLOSURE_MS.most, Math.max(CLOSURE_MS.least, releaseMs - startMs));
      const fromMs = releaseMs - heldMs - CLOSURE_MS.before;
      addPlateau(curve.closed, { fromMs, toMs: releaseMs - CLOSURE_MS.after, flankMs });
    }
  }
}
