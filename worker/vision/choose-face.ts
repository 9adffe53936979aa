import { AppError } from '#/domain/errors.ts';
import type { TaskOptions } from '#/domain/task.ts';
import type { Face } from './face.ts';

/**
 * The face that is to speak: the largest, the n-th from the left, or the one nearest to the middle of a box in pixels of
 * the picture. @throws AppError `no_face`
 */
export function chooseFace(faces: Face[], wanted: TaskOptions['face'] = 'auto'): Face {
  const found = pick(faces, wanted);
  if (found) return found;
  throw new AppError(
    'no_face',
    faces.length === 0
      ? 'No face was found: use a picture where one face is large, sharp, well lit and turned to the camera'
      : `The picture shows ${faces.length === 1 ? 'one face' : `${faces.length} faces`}, but not the one asked for`,
  );
}

function pick(faces: Face[], wanted: NonNullable<TaskOptions['face']>): Face | undefined {
  if (typeof wanted === 'number') return faces.toSorted((a, b) => a.box.x - b.box.x)[wanted];
  if (typeof wanted === 'string') return faces.toSorted((a, b) => area(b) - area(a))[0];
  const middle = centreOf(wanted);
  const reach = ({ box }: Face) => Math.max(box.width, box.height) / 2;
  const gap = (face: Face) => distance(centreOf(face.box), middle);
  return faces.toSorted((a, b) => gap(a) - gap(b)).find((face) => gap(face) < reach(face));
}

type Point = { x: number; y: number };

function area({ box }: Face): number {
  return box.width * box.height;
}

export function centreOf(box: Face['box']): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
