import { smoothStep } from './clamp.ts';
import { type FaceFrame, meshPoint, type Point, toFace } from './face-frame.ts';

const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
export const JAW = [
  454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93,
  234,
];
const NOSE_BOTTOM = 2;
const NOSE_WINGS = [129, 358];

/** Where the mouth may pull the skin; everything else, and the picture's border, stays put. */
export type MobileRegion = {
  /** Points of the jaw's outline from the left ear over the chin to the right ear, in the face frame. */
  jaw: Point[];
  chinY: number;
  noseY: number;
  moves(point: Point): boolean;
};

export function mobileRegion(frame: FaceFrame, mesh: Float32Array): MobileRegion {
  const local = (index: number) => toFace(frame, meshPoint(mesh, index));
  const oval = OVAL.map(local);
  const height = frame.faceHeight;
  const nose = local(NOSE_BOTTOM);
  const wings = NOSE_WINGS.map(local).map((wing) => wing.x);
  const chinY = Math.max(...JAW.map((index) => local(index).y));
  const [noseRight, noseLeft] = [Math.min(...wings), Math.max(...wings)];
  return {
    jaw: JAW.map(local),
    chinY,
    noseY: nose.y,
    moves: (point) => {
      if (point.y < nose.y - 0.16 * height) return false;
      if (point.y < nose.y && point.x > noseRight && point.x < noseLeft) return false;
      const margin = height * (0.06 + 0.12 * smoothStep(0, chinY, point.y));
      return outwardDistance(oval, point) < margin;
    },
  };
}

/** Distance from a closed outline, negative inside. */
export function outwardDistance(outline: readonly Point[], point: Point): number {
  let nearest = Infinity;
  let inside = false;
  outline.forEach((a, i) => {
    const b = outline[(i + 1) % outline.length] ?? a;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy));
    const crosses = a.y > point.y !== b.y > point.y;
    if (crosses && point.x < a.x + ((point.y - a.y) / dy) * dx) inside = !inside;
  });
  return inside ? -nearest : nearest;
}
