import type { SeenFace } from '#/domain/asset.ts';
import { type FaceBox, withoutOverlaps } from './detect-boxes.ts';
import type { Picture } from './face.ts';
import type { FaceFinder } from './find-faces.ts';
import { windows } from './seek-face.ts';

/**
 * The faces that a task could be told to use, from the left. Pictures are looked at as rendering looks at them; in
 * footage every part is searched, since a face that is named there is searched for in the same way.
 */
export function seeFaces(
  finder: FaceFinder,
  picture: Picture,
  kind: 'image' | 'video',
): SeenFace[] {
  const boxes =
    kind === 'image'
      ? finder.boxes(picture)
      : withoutOverlaps(windows(picture).flatMap((window) => finder.detect(picture, window)));
  return boxes.toSorted((a, b) => a.x - b.x).map((box) => toSeenFace(box, picture));
}

function toSeenFace(box: FaceBox, { width, height }: Picture): SeenFace {
  return {
    x: rounded(box.x / width),
    y: rounded(box.y / height),
    width: rounded(box.width / width),
    height: rounded(box.height / height),
    score: rounded(box.score),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
