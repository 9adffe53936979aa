import type { Face, Picture } from '../../vision/face.ts';
import { faceFrame } from './face-frame.ts';
import { lipLines, lipLinesThrough } from './lip-lines.ts';
import { UPPER_SHARE } from './model-face.ts';
import type { MouthLight } from './mouth-light.ts';
import { seenTeeth } from './seen-teeth.ts';
import type { Teeth } from './teeth.ts';

/** Lips must be so far apart, in mouth widths, and the head so little turned, in radians, for a look at the teeth. */
const OPEN = 0.1;
const MOST_YAW = 0.3;

/**
 * The person's own upper teeth from a frame that shows them well, in model pixels; null when it does not.
 * `gap` is how far apart the lips are in mouth widths, `scale` frame pixels a model pixel.
 */
export function ownTeeth(
  picture: Picture,
  face: Face,
  seen: { gap: number; scale: number; light: MouthLight },
): Teeth | null {
  if (seen.gap < OPEN || Math.abs(face.rotation.yaw) > MOST_YAW) return null;
  const frame = faceFrame(face);
  const parted = lipLines(frame, face.mesh);
  const contact = Array.from({ length: 21 }, (_, i) => {
    const x = parted.xAt(i / 10 - 1);
    return { x, y: parted.upper(x) + UPPER_SHARE * Math.max(0, parted.lower(x) - parted.upper(x)) };
  });
  const shut = lipLinesThrough({
    upper: contact,
    lower: contact,
    outerUpper: parted.outerUpper,
    outerLower: parted.outerLower,
    middle: parted.xAt(0),
  });
  const teeth = seenTeeth({ picture, frame, light: seen.light, parted, shut });
  if (!teeth) return null;
  return {
    ...teeth,
    left: teeth.left / seen.scale,
    top: teeth.top / seen.scale,
    scale: teeth.scale * seen.scale,
  };
}
