import { clamp } from './clamp.ts';
import type { FacePose } from './face-pose.ts';
import type { ModelFace } from './model-face.ts';

/** What the mouth of the footage does by itself, as strengths of the moves that would undo it. */
export type OwnMotion = { jaw: number; wide: number };

export interface OwnMotionWatch {
  /** `gap` is how far apart the lips are, in model pixels. Frames come in order. */
  see(pose: FacePose, mesh: Float32Array, gap: number): OwnMotion;
}

/** Of each new frame so much goes into what is taken for the person's resting face. */
const LEARN = 0.025;
/** How much of the gap between the lips the jaw accounts for, usually, at least and at most. */
const [USUAL, LEAST, MOST] = [0.6, 0.25, 0.9];
const [MOUTH_RIGHT, MOUTH_LEFT, CHIN] = [61, 291, 152];

/** Tells a dropped jaw and drawn-in corners from a long chin and a small mouth: by what they are over time. */
export function createOwnMotionWatch(model: ModelFace): OwnMotionWatch {
  const { frame, moves } = model;
  const travel = Math.max(...(moves[0]?.y ?? [1]));
  const spread = Math.max(...(moves[2]?.x ?? [1]));
  let chin = Number.NaN;
  let width = Number.NaN;
  return {
    see: (pose, mesh, gap) => {
      const low = modelOffset(model, pose, { mesh, index: CHIN }).y;
      const left = modelOffset(model, pose, { mesh, index: MOUTH_LEFT }).x;
      const right = modelOffset(model, pose, { mesh, index: MOUTH_RIGHT }).x;
      const rest = low - USUAL * gap;
      chin = Number.isNaN(chin) ? rest : chin + (rest - chin) * LEARN;
      width = Number.isNaN(width) ? left - right : width + (left - right - width) * LEARN;
      const drop = clamp(low - chin, LEAST * gap, MOST * gap);
      const wider = clamp(left - right - width, -0.2 * frame.mouthWidth, 0.15 * frame.mouthWidth);
      return { jaw: -drop / travel, wide: (-0.85 * wider) / (2 * spread) };
    },
  };
}

/** How far a traced point is from where the model has it, in model pixels. */
function modelOffset(
  { mesh: shut }: ModelFace,
  pose: FacePose,
  { mesh, index }: { mesh: Float32Array; index: number },
): { x: number; y: number } {
  const at = index * 3;
  const [x = 0, y = 0, z = 0] = shut.subarray(at, at + 3);
  const dx = (mesh[at] ?? 0) - (pose.xx * x + pose.xy * y + pose.xz * z + pose.x0);
  const dy = (mesh[at + 1] ?? 0) - (pose.yx * x + pose.yy * y + pose.yz * z + pose.y0);
  const det = pose.xx * pose.yy - pose.xy * pose.yx || 1;
  return { x: (pose.yy * dx - pose.xy * dy) / det, y: (pose.xx * dy - pose.yx * dx) / det };
}
