import type { Picture } from '../../worker/vision/face.ts';

/** Green levels: the plate changes the picture by so much, the text on it is at least so bright. */
const [PLATE, TEXT] = [30, 170];

/** Height in pixels of the first letter on the label, a capital, from a frame with it and the same one without. */
export function capitalHeight(labelled: Picture, plain: Picture): number {
  const { width, height, data } = labelled;
  const green = (of: Uint8Array, x: number, y: number) => of[(y * width + x) * 4 + 1] ?? 0;
  const plate = boundsWhere(
    width,
    height,
    (x, y) => Math.abs(green(data, x, y) - green(plain.data, x, y)) > PLATE,
  );
  const isText = (x: number, y: number) =>
    x >= plate.left &&
    x <= plate.right &&
    y >= plate.top &&
    y <= plate.bottom &&
    green(data, x, y) >= TEXT &&
    surrounded(plate, x, y);
  const text = boundsWhere(width, height, isText);
  const capital = boundsWhere(
    width,
    height,
    (x, y) => x < text.left + (text.bottom - text.top) / 2 && isText(x, y),
  );
  return capital.bottom - capital.top + 1;
}

type Bounds = { left: number; right: number; top: number; bottom: number };

/** The round corners of the plate show the picture. */
function surrounded({ left, right, top, bottom }: Bounds, x: number, y: number): boolean {
  const rim = (bottom - top) / 5;
  return x > left + rim && x < right - rim && y > top + rim / 2 && y < bottom - rim / 2;
}

function boundsWhere(
  width: number,
  height: number,
  holds: (x: number, y: number) => boolean,
): Bounds {
  const bounds = { left: width, right: -1, top: height, bottom: -1 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!holds(x, y)) continue;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
    }
  }
  return bounds;
}
