import { createMouthTrack, type MouthTrack } from './mouth-track.ts';

export const CURVE_STEP_MS = 5;

/** How far the picture runs ahead of the sound; the smoothing below takes most of it back. */
const LEAD_MS = 45;
const ATTACK_MS = 28;
const RELEASE_MS = 45;

/** The channels of `MouthTrack` on a fine grid: sample k belongs to the sound at k × `CURVE_STEP_MS`. */
export type MouthCurve = Omit<MouthTrack, 'fps' | 'frames'> & { length: number };

const SMOOTHED = ['open', 'width', 'round', 'teeth', 'tongue', 'energy'] as const;
const EXTREME = ['closed', 'bite'] as const;

export function createMouthCurve(durationMs: number): MouthCurve {
  const length = Math.max(1, Math.ceil(durationMs / CURVE_STEP_MS) + 1);
  return { ...createMouthTrack(length, 1000 / CURVE_STEP_MS), length };
}

/**
 * Turns a curve of targets into a track: one-pole attack and release, the lead, and one value per frame.
 * Lip closures and bites skip the smoothing, and a frame in which one is complete shows it complete,
 * so that none is lost at any frame rate.
 */
export function trackFromCurve(
  curve: MouthCurve,
  { fps, frames }: { fps: number; frames: number },
): MouthTrack {
  for (const channel of SMOOTHED) smooth(curve[channel]);
  const track = createMouthTrack(frames, fps);
  const frameSteps = 1000 / fps / CURVE_STEP_MS;
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * frameSteps;
    const lead = LEAD_MS / CURVE_STEP_MS;
    for (const channel of SMOOTHED) {
      track[channel][frame] = sampleAt(curve[channel], from + frameSteps / 2 + lead);
    }
    for (const channel of EXTREME) {
      track[channel][frame] = extreme(curve[channel], from, from + frameSteps);
    }
  }
  holdClosures(track);
  return track;
}

/** Closed lips have no opening, and lips at the teeth very little, whatever the neighbours ask for. */
function holdClosures({ frames, open, closed, bite, teeth }: MouthTrack): void {
  for (let frame = 0; frame < frames; frame++) {
    const shut = 1 - (closed[frame] ?? 0) ** 2;
    const bitten = 1 - 0.75 * (bite[frame] ?? 0);
    open[frame] = (open[frame] ?? 0) * shut * bitten;
    teeth[frame] = (teeth[frame] ?? 0) * shut;
  }
}

function smooth(values: Float32Array): void {
  const attack = 1 - Math.exp(-CURVE_STEP_MS / ATTACK_MS);
  const release = 1 - Math.exp(-CURVE_STEP_MS / RELEASE_MS);
  let state = values[0] ?? 0;
  for (let k = 0; k < values.length; k++) {
    const target = values[k] ?? 0;
    state += (target - state) * (Math.abs(target) > Math.abs(state) ? attack : release);
    values[k] = state;
  }
}

function sampleAt(values: Float32Array, at: number): number {
  const last = values.length - 1;
  const low = Math.min(last, Math.max(0, Math.floor(at)));
  const high = Math.min(last, low + 1);
  const part = Math.min(1, Math.max(0, at - low));
  return (values[low] ?? 0) * (1 - part) + (values[high] ?? 0) * part;
}

/** 1 when the curve reaches 1 within the frame, else its value in the middle of the frame. */
function extreme(values: Float32Array, from: number, to: number): number {
  const end = Math.min(values.length - 1, Math.ceil(to) - 1);
  for (let k = Math.max(0, Math.ceil(from)); k <= end; k++) {
    if ((values[k] ?? 0) >= 1) return 1;
  }
  return sampleAt(values, (from + to) / 2);
}

/** Raises `values` to a plateau: `height` within `[fromMs, toMs]`, cosine flanks of `flankMs` outside. */
export function addPlateau(
  values: Float32Array,
  { fromMs, toMs, flankMs }: { fromMs: number; toMs: number; flankMs: number },
  height = 1,
): void {
  const first = Math.max(0, Math.floor((fromMs - flankMs) / CURVE_STEP_MS));
  const last = Math.min(values.length - 1, Math.ceil((toMs + flankMs) / CURVE_STEP_MS));
  for (let k = first; k <= last; k++) {
    const ms = k * CURVE_STEP_MS;
    const away = Math.max(0, fromMs - ms, ms - toMs) / flankMs;
    const value = away >= 1 ? 0 : height * (0.5 + 0.5 * Math.cos(Math.PI * away));
    values[k] = Math.max(values[k] ?? 0, value);
  }
}
