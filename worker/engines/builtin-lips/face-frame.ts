import type { Face } from '../../vision/face.ts';

/** A point in picture pixels, or in a face frame: x along the mouth, y down the face, origin at the mouth. */
export type Point = { x: number; y: number };

/**
 * Axes of the face in the picture: x runs along the eye line towards the picture's right, y towards the chin.
 * Lengths stay pixels. `faceHeight` is hairline to chin, `mouthWidth` corner to corner, as seen.
 */
export type FaceFrame = {
  origin: Point;
  cos: number;
  sin: number;
  faceHeight: number;
  mouthWidth: number;
};

const [TOP, CHIN] = [10, 152];
const [MOUTH_RIGHT, MOUTH_LEFT] = [78, 308];

export function faceFrame(face: Face): FaceFrame {
  const { mesh } = face;
  const right = meshPoint(mesh, MOUTH_RIGHT);
  const left = meshPoint(mesh, MOUTH_LEFT);
  const top = meshPoint(mesh, TOP);
  const chin = meshPoint(mesh, CHIN);
  const eyes = meshAngle(mesh);
  return {
    origin: { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 },
    cos: Math.cos(eyes),
    sin: Math.sin(eyes),
    faceHeight: Math.hypot(chin.x - top.x, chin.y - top.y),
    mouthWidth: Math.hypot(left.x - right.x, left.y - right.y),
  };
}

export function meshPoint(mesh: Float32Array, index: number): Point {
  return { x: mesh[index * 3] ?? 0, y: mesh[index * 3 + 1] ?? 0 };
}

export function toFace(frame: FaceFrame, point: Point): Point {
  const x = point.x - frame.origin.x;
  const y = point.y - frame.origin.y;
  return { x: x * frame.cos + y * frame.sin, y: y * frame.cos - x * frame.sin };
}

export function toPicture(frame: FaceFrame, point: Point): Point {
  return {
    x: frame.origin.x + point.x * frame.cos - point.y * frame.sin,
    y: frame.origin.y + point.x * frame.sin + point.y * frame.cos,
  };
}

/** Mean of the eye line and the mouth line: steadier than either on a lopsided smile. */
function meshAngle(mesh: Float32Array): number {
  const eyes = direction(mesh, 33, 263);
  const mouth = direction(mesh, 61, 291);
  return eyes * 0.7 + mouth * 0.3;
}

function direction(mesh: Float32Array, from: number, to: number): number {
  const a = meshPoint(mesh, from);
  const b = meshPoint(mesh, to);
  return Math.atan2(b.y - a.y, b.x - a.x);
}
