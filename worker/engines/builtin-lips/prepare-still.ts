import type { Face, Picture } from '../../vision/face.ts';
import { browField } from './brow-field.ts';
import { closeMouth, lipGap } from './close-mouth.ts';
import { type FaceFrame, faceFrame } from './face-frame.ts';
import { type FaceGrid, faceGrid } from './face-grid.ts';
import { headFields } from './head-motion.ts';
import { lipLines } from './lip-lines.ts';
import { mobileRegion } from './mobile-region.ts';
import { type Field, mouthFields } from './mouth-fields.ts';
import type { MouthInside } from './mouth-interior.ts';
import { mouthLight } from './mouth-light.ts';
import { openEdges } from './open-edges.ts';
import { MOVES } from './pose-table.ts';
import { seenTeeth } from './seen-teeth.ts';
import { drawnTeeth } from './teeth.ts';
import { traceSeam } from './trace-seam.ts';

/** What is worked out once for a picture. */
export type PreparedStill = {
  /** The picture with its mouth shut: the resting pose, and what all frames are warped from. */
  picture: Picture;
  frame: FaceFrame;
  grid: FaceGrid;
  /** One a move, in the order of `MOVES`. */
  fields: Field[];
  inside: MouthInside;
};

/** Lips further apart than this, in mouth widths, are brought together before anything moves. */
const PARTED = 0.055;

export function prepareStill(picture: Picture, face: Face): PreparedStill {
  const { width, height } = picture;
  const frame = faceFrame(face);
  const region = mobileRegion(frame, face.mesh);
  const light = mouthLight(picture, frame, face.mesh);
  const traced = lipLines(frame, face.mesh);
  const parted = lipGap({ frame, lips: traced }) > PARTED;
  const seen = parted ? openEdges(picture, frame, traced) : traced;
  const scene = { picture, frame, lips: seen, region };
  const shut = parted ? closeMouth(scene) : { picture, lips: traceSeam(picture, frame, seen) };
  const grid = faceGrid({ width, height, frame, lips: shut.lips, region });
  const fields = {
    ...mouthFields({ grid, frame, lips: shut.lips, region }),
    ...headFields(grid, frame, picture),
    brow: browField(grid, frame, face.mesh),
  };
  const own = parted ? seenTeeth({ picture, frame, light, parted: seen, shut: shut.lips }) : null;
  return {
    picture: shut.picture,
    frame,
    grid,
    fields: MOVES.map((move) => fields[move]),
    inside: { frame, light, teeth: own ?? drawnTeeth(frame, shut.lips) },
  };
}
