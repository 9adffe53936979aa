import type { TaskOptions } from '#/domain/task.ts';
import { type FaceBox, withoutOverlaps } from './detect-boxes.ts';
import type { Picture } from './face.ts';
import type { FaceFinder } from './find-faces.ts';
import type { SquareCrop } from './square-crop.ts';

/** Where the wanted face was seen last, in pixels, and how many frames ago. */
export type LastSeen = { x: number; y: number; size: number; framesAgo: number };

export type SeekRequest = {
  finder: FaceFinder;
  picture: Picture;
  wanted: TaskOptions['face'];
  /** Present while the same person is looked for in the same shot. */
  last: LastSeen | null;
  /** Which look this is: 0 is thorough, later ones take turns with parts of the picture. */
  turn: number;
};

/** The box of the wanted face, or null when it is not in sight. */
export function seekFace(request: SeekRequest): FaceBox | null {
  const boxes = look(request);
  const { last, wanted = 'auto' } = request;
  if (last) return nearest(boxes, last);
  if (typeof wanted === 'number') return boxes.toSorted((a, b) => a.x - b.x)[wanted] ?? null;
  if (typeof wanted === 'string') {
    return boxes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0] ?? null;
  }
  const x = wanted.x + wanted.width / 2;
  const y = wanted.y + wanted.height / 2;
  const gap = (box: FaceBox) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  const [best] = boxes.toSorted((a, b) => gap(a) - gap(b));
  return best && gap(best) < Math.max(best.width, best.height) / 2 ? best : null;
}

function look({ finder, picture, wanted = 'auto', turn }: SeekRequest): FaceBox[] {
  const [whole, ...parts] = windows(picture);
  if (!whole) return [];
  const detect = (window: SquareCrop) => finder.detect(picture, window);
  if (turn > 0 && typeof wanted === 'string') {
    return detect([whole, ...parts][turn % (parts.length + 1)] ?? whole);
  }
  const found = detect(whole);
  if (found.length > 0 && typeof wanted === 'string') return found;
  return withoutOverlaps([...found, ...parts.flatMap(detect)]);
}

/** The whole picture, then squares of its short side, in which smaller faces are seen. */
export function windows({ width, height }: { width: number; height: number }): SquareCrop[] {
  const side = Math.min(width, height);
  const long = Math.max(width, height);
  const whole = { centreX: width / 2, centreY: height / 2, side: long, angle: 0 };
  if (side < 192) return [whole];
  const count = Math.ceil((long - side) / (side * 0.65)) + 1;
  const parts = Array.from({ length: count }, (_, i) => {
    const along = side / 2 + (count > 1 ? (i / (count - 1)) * (long - side) : 0);
    return {
      centreX: width >= height ? along : side / 2,
      centreY: width >= height ? side / 2 : along,
      side,
      angle: 0,
    };
  });
  return count > 1 ? [whole, ...parts] : [whole];
}

/** The same person is near where they were, and about as large. */
export function nearest(boxes: FaceBox[], last: LastSeen): FaceBox | null {
  const reach = last.size * (0.6 + 0.08 * last.framesAgo);
  const ratio = 1.5 + 0.02 * last.framesAgo;
  const gap = (box: FaceBox) =>
    Math.hypot(box.x + box.width / 2 - last.x, box.y + box.height / 2 - last.y);
  const alike = boxes.filter((box) => {
    const size = Math.max(box.width, box.height) / last.size;
    return gap(box) < reach && size < ratio && size > 1 / ratio;
  });
  return alike.toSorted((a, b) => gap(a) - gap(b))[0] ?? null;
}
