import type { MouthTrack } from '../../speech/mouth-track.ts';
import { clamp } from './clamp.ts';
import type { MouthMove } from './mouth-fields.ts';

/** One frame of a track as strengths of the moves, and what shows inside the mouth. */
export type MouthPose = {
  moves: Record<MouthMove, number>;
  teeth: number;
  tongue: number;
  /** 0 when the lips are pressed together. */
  parted: number;
};

export function createMouthPose(): MouthPose {
  return {
    moves: { jaw: 0, raise: 0, wide: 0, round: 0, ring: 0, bite: 0, smile: 0 },
    teeth: 0,
    tongue: 0,
    parted: 1,
  };
}

/** How much of a wide or round shape stays while the lips are pressed together. */
const SHAPE_WHEN_CLOSED = 0.35;

export function setMouthPose(pose: MouthPose, track: MouthTrack, index: number): void {
  const frame = Math.min(Math.max(index, 0), track.frames - 1);
  const at = (channel: Float32Array) => channel[frame] ?? 0;
  const parted = 1 - clamp(at(track.closed), 0, 1);
  const shape = SHAPE_WHEN_CLOSED + (1 - SHAPE_WHEN_CLOSED) * parted;
  const open = clamp(at(track.open), 0, 1) * parted;
  const round = clamp(at(track.round), 0, 1) * shape;
  const bite = clamp(at(track.bite), 0, 1) * parted;
  const teeth = clamp(at(track.teeth), 0, 1);
  const { moves } = pose;
  pose.parted = parted;
  moves.jaw = open * (1 - 0.25 * round);
  moves.raise = open * (1 - 0.5 * round) + 0.35 * teeth * Math.min(1, open * 4) * (1 - round);
  moves.wide = clamp(at(track.width), -1, 1) * shape;
  moves.round = round;
  moves.ring = open * round * 0.8;
  moves.bite = bite;
  pose.teeth = Math.max(teeth, bite);
  pose.tongue = clamp(at(track.tongue), 0, 1) * parted;
}
