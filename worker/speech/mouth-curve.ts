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
 * Lip closures and bites skip the smoothing, and each is complete in at least one frame, so that none is lost at any
 * frame rate.
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
  }
  for (const channel of EXTREME) sampleExtremes(curve[channel], track[channel], frameSteps);
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

/**
 * Sampled at the middle of the frames; a frame that is mostly within a plateau of 1 has 1, and so has at least the one frame
 * that has most of it. A plateau that only touches a frame leaves it to the sound between two closures.
 */
function sampleExtremes(values: Float32Array, into: Float32Array, frameSteps: number): void {
  into.forEach((_, frame) => {
    into[frame] = sampleAt(values, (frame + 0.5) * frameSteps);
  });
  for (let from = 0; from < values.length; from += 1) {
    if ((values[from] ?? 0) < 1) continue;
    let to = from + 1;
    while (to < values.length && (values[to] ?? 0) >= 1) to += 1;
    holdPlateau(into, { from, to }, frameSteps);
    from = to;
  }
}

function holdPlateau(
  into: Float32Array,
  { from, to }: { from: number; to: number },
  frameSteps: number,
): void {
  let [fullest, most] = [0, 0];
  const last = Math.min(into.length - 1, Math.ceil(to / frameSteps) - 1);
  for (let frame = Math.floor(from / frameSteps); frame <= last; frame += 1) {
    const shared = Math.min(to, (frame + 1) * frameSteps) - Math.max(from, frame * frameSteps);
    if (shared > frameSteps / 2) into[frame] = 1;
    if (shared > most) [fullest, most] = [frame, shared];
  }
  if (most > 0) into[fullest] = 1;
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
