import type { StillLipRequest } from '../engine.ts';
import { blinkCurve } from './blinks.ts';
import { smoothStep } from './clamp.ts';
import { blurred, emphasisCurve, HEAD_MOVES, headCurves } from './head-motion.ts';
import { MOUTH_MOVES } from './mouth-fields.ts';
import { createMouthPose, setMouthPose } from './mouth-pose.ts';

/** Everything that moves, in the order of the strengths. */
export const MOVES = [...MOUTH_MOVES, 'brow', ...HEAD_MOVES] as const;

/** What every frame looks like, worked out beforehand; row `index × MOVES.length` holds a frame's strengths. */
export type PoseTable = {
  frames: number;
  strengths: Float32Array;
  teeth: Float32Array;
  tongue: Float32Array;
  /** Eyes, 0 open .. 1 shut. */
  lids: Float32Array;
};

const SMILE = 0.5;

export function poseTable(request: StillLipRequest): PoseTable {
  const { track, expression, headMotion, seed } = request;
  const { frames, fps } = track;
  const table = {
    frames,
    strengths: new Float32Array(frames * MOVES.length),
    teeth: new Float32Array(frames),
    tongue: new Float32Array(frames),
    lids: blinkCurve(frames, fps, seed).map((lid) => lid * smoothStep(0, 0.4, expression)),
  };
  const head = headCurves(track, { amount: headMotion, seed });
  const emphasis = emphasisCurve(track);
  const warmth = blurred(track.energy, 0.6 * fps);
  const pose = createMouthPose();
  for (let frame = 0; frame < frames; frame += 1) {
    setMouthPose(pose, track, frame);
    table.teeth[frame] = pose.teeth;
    table.tongue[frame] = pose.tongue;
    const smile = SMILE * expression * Math.min(1, warmth[frame] ?? 0) * pose.parted;
    const brow = expression * (emphasis[frame] ?? 0);
    MOVES.forEach((move, column) => {
      table.strengths[frame * MOVES.length + column] =
        move === 'brow'
          ? brow
          : move in head
            ? (head[move as keyof typeof head][frame] ?? 0)
            : pose.moves[move as keyof typeof pose.moves] + (move === 'smile' ? smile : 0);
    });
  }
  return table;
}
