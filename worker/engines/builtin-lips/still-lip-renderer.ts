import type { EngineInfo, StillLipRenderer, StillLipRequest } from '../engine.ts';
import { EYES, eyeShape } from './eye-shape.ts';
import { createEyelids } from './eyelids.ts';
import type { FaceFrame } from './face-frame.ts';
import { HEAD_MOVES, headShift } from './head-motion.ts';
import { paintInside } from './mouth-interior.ts';
import { createMouthLines, setMouthLines } from './mouth-lines.ts';
import { MOVES, poseTable } from './pose-table.ts';
import { createPosedGrid } from './posed-grid.ts';
import { prepareStill } from './prepare-still.ts';
import { type Canvas, createTexture, warpTriangles } from './warp.ts';

export const BUILTIN_LIPS: EngineInfo = {
  name: 'builtin-lips',
  version: '1',
  stages: ['lips'],
  licence: 'UNLICENSED',
  options: ['expression', 'headMotion', 'seed'],
};

/** The embedded lip renderer: warps the picture along the mouth and paints the inside of the mouth. */
export function createStillLipRenderer(request: StillLipRequest): StillLipRenderer {
  const { width, height } = request.picture;
  const { picture, frame, grid, fields, inside } = prepareStill(request.picture, request.face);
  const poses = poseTable(request);
  const texture = createTexture(picture);
  const rest = new Int32Array(picture.data.slice().buffer);
  const eyes = EYES.map((points) => eyeShape(request.picture, request.face.mesh, points));
  const eyelids = createEyelids(eyes, texture, rest);
  const posed = createPosedGrid(grid, fields);
  const slit = { ...posed.mesh, upper: grid.upper, lower: grid.lower };
  const strengths = new Float64Array(MOVES.length);
  const lines = createMouthLines(frame);
  const canvas: Canvas = { width, height, pixels: rest };
  const state = { shift: { x: 0, y: 0 }, teeth: 0, tongue: 0 };
  const shifts = mouthShifts(frame);
  return {
    info: BUILTIN_LIPS,
    width,
    height,
    render: (index, out) => {
      const at = Math.min(Math.max(index, 0), poses.frames - 1);
      state.shift.x = 0;
      state.shift.y = 0;
      for (let i = 0; i < strengths.length; i += 1) {
        const strength = poses.strengths[at * strengths.length + i] ?? 0;
        strengths[i] = strength;
        state.shift.x += strength * (shifts[i]?.x ?? 0);
        state.shift.y += strength * (shifts[i]?.y ?? 0);
      }
      state.teeth = poses.teeth[at] ?? 0;
      state.tongue = poses.tongue[at] ?? 0;
      eyelids.set(poses.lids[at] ?? 0);
      canvas.pixels = new Int32Array(out.buffer, out.byteOffset, width * height);
      canvas.pixels.set(rest);
      posed.set(strengths);
      warpTriangles(texture, posed.mesh, canvas);
      setMouthLines(lines, frame, slit);
      paintInside(canvas, lines, { inside, state });
    },
  };
}

/** How far one unit of each move carries the skull at the mouth, in the face frame. */
function mouthShifts(frame: FaceFrame) {
  return MOVES.map((move) => {
    const head = HEAD_MOVES.find((candidate) => candidate === move);
    return head ? headShift(frame, head, { x: 0, y: 0 }) : { x: 0, y: 0 };
  });
}
