import type { Picture } from '../../vision/face.ts';
import type { EngineInfo, StillLipRenderer, StillLipRequest } from '../engine.ts';
import { EYES, eyeShape } from './eye-shape.ts';
import { createEyelids } from './eyelids.ts';
import { type FaceFrame, faceFrame, meshPoint } from './face-frame.ts';
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
};

/** The embedded lip renderer: warps the picture along the mouth and paints the inside of the mouth. */
export function createStillLipRenderer(request: StillLipRequest): StillLipRenderer {
  const { width, height } = request.picture;
  if (!showsMouth(request)) return stillRenderer(request.picture);
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
  const state = { shift: { x: 0, y: 0 }, squeeze: 1, teeth: 0, tongue: 0 };
  const shifts = mouthShifts(frame);
  let target: Uint8Array | undefined;
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
      if (out !== target) {
        target = out;
        canvas.pixels = new Int32Array(out.buffer, out.byteOffset, width * height);
      }
      canvas.pixels.set(rest);
      posed.set(strengths);
      warpTriangles(texture, posed.mesh, canvas);
      setMouthLines(lines, frame, slit);
      paintInside(canvas, lines, { inside, state });
    },
  };
}

const LIPS = [0, 17, 61, 291];

/** A mouth at the edge of the picture, or a speck, is left as it is. */
function showsMouth({ picture, face }: StillLipRequest): boolean {
  const { mouthWidth } = faceFrame(face);
  const margin = 2 + 0.1 * mouthWidth;
  const inside = LIPS.map((index) => meshPoint(face.mesh, index)).every(
    ({ x, y }) =>
      x > margin && y > margin && x < picture.width - margin && y < picture.height - margin,
  );
  return inside && mouthWidth >= LEAST_MOUTH_PX;
}

const LEAST_MOUTH_PX = 5;

function stillRenderer({ width, height, data }: Picture): StillLipRenderer {
  return { info: BUILTIN_LIPS, width, height, render: (_, out) => out.set(data) };
}

/** How far one unit of each move carries the skull at the mouth, in the face frame. */
function mouthShifts(frame: FaceFrame) {
  return MOVES.map((move) => {
    const head = HEAD_MOVES.find((candidate) => candidate === move);
    return head ? headShift(frame, head, { x: 0, y: 0 }) : { x: 0, y: 0 };
  });
}
