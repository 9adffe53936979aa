export const SHAPES = ['source', 'portrait', 'square', 'landscape'] as const;
export type Shape = (typeof SHAPES)[number];

export const SIZES = ['source', '480p', '720p', '1080p'] as const;
export type Size = (typeof SIZES)[number];

/** Pixels. */
export type Pixels = { width: number; height: number };

/** The shape of what is not known yet. */
export const SQUARE: Pixels = { width: 1, height: 1 };

const RATIOS = { portrait: 9 / 16, square: 1, landscape: 16 / 9 } as const;
const SAME_RATIO = 0.01;

/** The frame of the video: the picture cropped to the shape, its short side scaled to the size; even numbers. */
export function frameSize(picture: Pixels, choice: { shape: Shape; size: Size }): Pixels {
  const cropped = crop(picture, choice.shape);
  const short = Math.min(cropped.width, cropped.height);
  const scale = choice.size === 'source' ? 1 : Number.parseInt(choice.size, 10) / short;
  return { width: even(cropped.width * scale), height: even(cropped.height * scale) };
}

/** Where a face usually is in a portrait, in parts of its sides; the cut itself is made around the face that is found. */
const USUAL_FACE = { x: 0.5, y: 0.38 };

/** Where the cut lies between the edges of the picture, 0..1 each, as `object-position` counts. */
export function cutPosition(
  picture: Pixels,
  shape: Shape,
  focus: Place = USUAL_FACE,
): { x: number; y: number } {
  const cut = crop(picture, shape);
  const place = (whole: number, part: number, face: number) =>
    whole - part < 1 ? 0.5 : Math.min(1, Math.max(0, (face * whole - part / 2) / (whole - part)));
  return {
    x: place(picture.width, cut.width, focus.x),
    y: place(picture.height, cut.height, focus.y),
  };
}

/** Parts of the sides of a picture, 0..1. */
type Place = { x: number; y: number };

/** Where a box of the picture lies in its cut, both in parts of their sides. */
export function placeInCut<Box extends Place & Pixels>(
  box: Box,
  { picture, shape, cut }: { picture: Pixels; shape: Shape; cut: Place },
): Place & Pixels {
  const part = crop(picture, shape);
  // How many times as wide and as high the whole is as what is left of it.
  const [wide, high] = [picture.width / part.width, picture.height / part.height];
  return {
    x: box.x * wide - cut.x * (wide - 1),
    y: box.y * high - cut.y * (high - 1),
    width: box.width * wide,
    height: box.height * high,
  };
}

/** The `resolution` option for these choices; undefined leaves the picture as it is. */
export function toResolution(
  picture: Pixels,
  choice: { shape: Shape; size: Size },
): Exclude<Size, 'source'> | `${number}x${number}` | undefined {
  if (choice.shape === 'source') return choice.size === 'source' ? undefined : choice.size;
  const { width, height } = frameSize(picture, choice);
  return `${width}x${height}`;
}

/** The choices behind a `resolution` option; what no choice here leads to reads as the picture itself. */
export function fromResolution(resolution: string | undefined): { shape: Shape; size: Size } {
  const named = SIZES.find((size) => size === resolution);
  if (named) return { shape: 'source', size: named };
  const exact = /^(\d+)x(\d+)$/.exec(resolution ?? '');
  if (!exact) return { shape: 'source', size: 'source' };
  const [width, height] = [Number(exact[1]), Number(exact[2])];
  const shapes = ['portrait', 'square', 'landscape'] as const;
  const shape = shapes.find((each) => Math.abs(width / height / RATIOS[each] - 1) < SAME_RATIO);
  const short = Math.min(width, height);
  const size = SIZES.find((each) => each === `${short}p`);
  return { shape: shape ?? 'source', size: size ?? 'source' };
}

function crop({ width, height }: Pixels, shape: Shape): Pixels {
  if (shape === 'source') return { width, height };
  const ratio = RATIOS[shape];
  return width / height > ratio
    ? { width: height * ratio, height }
    : { width, height: width / ratio };
}

function even(value: number): number {
  return Math.max(16, Math.round(value / 2) * 2);
}
