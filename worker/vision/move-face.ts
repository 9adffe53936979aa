import type { Face } from './face.ts';

export type Rectangle = { left: number; top: number; width: number; height: number };

/** The same face after `cut`, a part of its picture, has been scaled to `size`. */
export function moveFace(
  face: Face,
  cut: Rectangle,
  size: { width: number; height: number },
): Face {
  const scaleX = size.width / cut.width;
  const scaleY = size.height / cut.height;
  const mesh = new Float32Array(face.mesh);
  for (let at = 0; at + 2 < mesh.length; at += 3) {
    mesh[at] = ((mesh[at] ?? 0) - cut.left) * scaleX;
    mesh[at + 1] = ((mesh[at + 1] ?? 0) - cut.top) * scaleY;
    mesh[at + 2] = (mesh[at + 2] ?? 0) * scaleX;
  }
  const { x, y, width, height } = face.box;
  return {
    ...face,
    mesh,
    box: {
      x: (x - cut.left) * scaleX,
      y: (y - cut.top) * scaleY,
      width: width * scaleX,
      height: height * scaleY,
    },
  };
}
