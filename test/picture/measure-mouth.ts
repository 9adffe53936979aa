import type { FaceLandmarks } from '../../bin/portraits/test-face.ts';
import type { Picture } from '../../worker/vision/face.ts';

type Place = readonly [number, number];

/** Where the drawing has the mouth of a frame, in its pixels, and how brightly it is lit (1 as painted). */
export type MouthPlace = { left: Place; right: Place; top: Place; bottom: Place; light: number };

/** In mouth widths as drawn: height of cavity and teeth at the midline, and from corner to corner. */
export type MouthSize = { aperture: number; width: number };

export function mouthPlace(
  { mouthLeft, mouthRight, upperLipTop, lowerLipBottom }: FaceLandmarks,
  { put = (place: Place): Place => place, light = 1 } = {},
): MouthPlace {
  const [left, right] = [put(mouthLeft), put(mouthRight)];
  return { left, right, top: put(upperLipTop), bottom: put(lowerLipBottom), light };
}

/** The aperture that a drawing of shut lips measures by the line between them is to be taken away by the caller. */
export function measureMouth(frame: Picture, place: MouthPlace): MouthSize {
  const across = [place.right[0] - place.left[0], place.right[1] - place.left[1]] as const;
  const width = Math.hypot(...across);
  const along = [across[0] / width, across[1] / width] as const;
  const down = [-along[1], along[0]] as const;
  const middle = [(place.top[0] + place.bottom[0]) / 2, (place.top[1] + place.bottom[1]) / 2];
  const at = (x: number, y: number): Place => [
    (middle[0] ?? 0) + x * along[0] + y * down[0],
    (middle[1] ?? 0) + x * along[1] + y * down[1],
  ];
  const lips = Math.hypot(place.bottom[0] - place.top[0], place.bottom[1] - place.top[1]);
  const [above, below] = [lips / 2 + 0.1 * width, lips / 2 + 0.55 * width];
  const look = (x: number, y: number) => asPainted(colourAt(frame, at(x, y)), place.light);
  const column: Colour[] = [];
  for (let y = -above; y < below; y += STEP) column.push(look(0, y));
  const lipped = column.slice(column.findIndex(isLip), column.findLastIndex(isLip) + 1);
  const open = lipped.filter(isInside).length * STEP;
  let [first, last] = [0, 0];
  for (let x = -0.75 * width; x < 0.75 * width; x += 1) {
    let red = 0;
    for (let y = -above; y < below; y += 1) {
      if (isRed(look(x, y))) red += 1;
    }
    if (red < LEAST_RED * width) continue;
    first = Math.min(first, x);
    last = Math.max(last, x);
  }
  return { aperture: open / width, width: (last - first) / width };
}

const STEP = 0.5;
/** So many pixels of lip a column must have, in mouth widths, to be part of the mouth. */
const LEAST_RED = 0.03;

type Colour = readonly [number, number, number];

/** Dark cavity, or teeth, which have hardly any colour: neither is skin or lip. */
function isInside([red, green, blue]: Colour): boolean {
  const most = Math.max(red, green, blue);
  const colour = (most - Math.min(red, green, blue)) / Math.max(most, 1);
  return red < 120 || colour < 0.28;
}

/** Lips, and what is behind them, are redder than skin. */
function isRed([red, green]: Colour): boolean {
  return (red - green) / Math.max(red, 1) > 0.4;
}

/** Brighter than a beard. */
function isLip(colour: Colour): boolean {
  return colour[0] > 90 && isRed(colour);
}

/** The colour without the veil by which the drawing has less or more light. */
function asPainted(colour: Colour, light: number): Colour {
  const veil = Math.max(0, (light - 1) / 2);
  const [red, green, blue] = colour.map((value) =>
    light < 1 ? value / light : (value - 255 * veil) / (1 - veil),
  ) as [number, number, number];
  return [red, green, blue];
}

function colourAt({ width, height, data }: Picture, [x, y]: Place): Colour {
  const px = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const py = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const [x0, y0] = [Math.floor(px), Math.floor(py)];
  const [fx, fy] = [px - x0, py - y0];
  const channel = (c: number) => {
    const i = (y0 * width + x0) * 4 + c;
    const under = i + width * 4;
    const top = (data[i] ?? 0) * (1 - fx) + (data[i + 4] ?? 0) * fx;
    return top * (1 - fy) + ((data[under] ?? 0) * (1 - fx) + (data[under + 4] ?? 0) * fx) * fy;
  };
  return [channel(0), channel(1), channel(2)];
}
