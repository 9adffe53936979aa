import type { TaskOptions } from '#/domain/task.ts';
import type { Rectangle } from './move-face.ts';

type Size = { width: number; height: number };

/** The `face` option with a box in pixels of the picture: parts of its sides are what no pixels could be. */
export function wantedFace(
  wanted: TaskOptions['face'],
  picture: Size,
): Exclude<TaskOptions['face'], undefined> {
  if (typeof wanted !== 'object') return wanted ?? 'auto';
  const { x, y, width, height } = wanted;
  if (Math.max(x + width, y + height) > 2) return wanted;
  return {
    x: x * picture.width,
    y: y * picture.height,
    width: width * picture.width,
    height: height * picture.height,
  };
}

/** The same after `cut`, a part of the picture, has been scaled to `size`. */
export function wantedInCut(
  wanted: TaskOptions['face'],
  { picture, cut, size }: { picture: Size; cut: Rectangle; size: Size },
): TaskOptions['face'] {
  const face = wantedFace(wanted, picture);
  if (typeof face !== 'object') return face;
  const scale = { x: size.width / cut.width, y: size.height / cut.height };
  return {
    x: (face.x - cut.left) * scale.x,
    y: (face.y - cut.top) * scale.y,
    width: face.width * scale.x,
    height: face.height * scale.y,
  };
}
