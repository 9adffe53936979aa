import type { EngineInfo, StillLipRenderer, StillLipRequest } from '../engine.ts';
import { closeMouth, lipGap } from './close-mouth.ts';
import { faceFrame } from './face-frame.ts';
import { faceGrid } from './face-grid.ts';
import { lipLines } from './lip-lines.ts';
import { mobileRegion } from './mobile-region.ts';
import { mouthFields } from './mouth-fields.ts';
import { paintInside } from './mouth-interior.ts';
import { mouthLight } from './mouth-light.ts';
import { createMouthLines, setMouthLines } from './mouth-lines.ts';
import { createMouthPose, setMouthPose } from './mouth-pose.ts';
import { createPosedGrid } from './posed-grid.ts';
import { drawnTeeth } from './teeth.ts';
import { seenTeeth } from './seen-teeth.ts';
import { traceSeam } from './trace-seam.ts';
import { createTexture, warpTriangles } from './warp.ts';

export const BUILTIN_LIPS: EngineInfo = {
  name: 'builtin-lips',
  version: '1',
  stages: ['lips'],
  licence: 'UNLICENSED',
  options: ['expression', 'headMotion', 'seed'],
};

/** Lips further apart than this, in mouth widths, are brought together before anything moves. */
const PARTED = 0.055;

/** The embedded lip renderer: warps the picture along the mouth and paints the inside of the mouth. */
export function createStillLipRenderer(request: StillLipRequest): StillLipRenderer {
  const { face, track } = request;
  const { width, height } = request.picture;
  const frame = faceFrame(face);
  const region = mobileRegion(frame, face.mesh);
  const scene = { picture: request.picture, frame, lips: lipLines(frame, face.mesh), region };
  const light = mouthLight(request.picture, frame);
  const parted = lipGap(scene) > PARTED;
  const shut = parted
    ? closeMouth(scene)
    : { picture: request.picture, lips: traceSeam(scene.picture, frame, scene.lips) };
  const own = parted
    ? seenTeeth({ picture: request.picture, frame, light, parted: scene.lips, shut: shut.lips })
    : null;
  const grid = faceGrid({ width, height, frame, lips: shut.lips, region });
  const texture = createTexture(shut.picture);
  const rest = new Uint32Array(shut.picture.data.slice().buffer);
  const posed = createPosedGrid(grid, mouthFields({ grid, frame, lips: shut.lips, region }));
  const lines = createMouthLines(frame);
  const pose = createMouthPose();
  const slit = { x: posed.mesh.x, y: posed.mesh.y, upper: grid.upper, lower: grid.lower };
  const state = { shift: { x: 0, y: 0 }, teeth: 0, tongue: 0 };
  const inside = { frame, light, teeth: own ?? drawnTeeth(frame, shut.lips) };
  return {
    info: BUILTIN_LIPS,
    width,
    height,
    render: (index, out) => {
      const pixels = new Uint32Array(out.buffer, out.byteOffset, width * height);
      pixels.set(rest);
      setMouthPose(pose, track, index);
      posed.set(pose.moves);
      warpTriangles(texture, posed.mesh, pixels);
      setMouthLines(lines, frame, slit);
      state.teeth = pose.teeth;
      state.tongue = pose.tongue;
      paintInside({ width, height, pixels }, lines, { inside, state });
    },
  };
}
