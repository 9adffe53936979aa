import type { Picture } from '../../vision/face.ts';
import { clamp, smoothStep, unit } from './clamp.ts';
import { type FaceFrame, type Point, toPicture } from './face-frame.ts';
import type { LipLines } from './lip-lines.ts';
import type { MouthLight } from './mouth-light.ts';
import { emptyTeeth, type Teeth } from './teeth.ts';

export type TeethSource = {
  picture: Picture;
  frame: FaceFrame;
  light: MouthLight;
  /** The lips as they are in the picture. */
  parted: LipLines;
  /** The lips brought together. */
  shut: LipLines;
};

/** Teeth are this bright against the brightest of the mouth, and hardly red. */
const BRIGHT = 0.55;
const RED = 0.24;
/** They must fill so much of the opening, and be so high (in mouth widths), to be worth taking. */
const LEAST_SHARE = 0.3;
const LEAST_HEIGHT = 0.03;
/** How far the real ones may reach below the closed lips; longer ones are pushed up behind the lip. */
const REACH = 0.045;

/** Towards the corners of the mouth the row sinks into shadow over this length, in mouth widths. */
const SIDE_FADE = 0.1;

/** A mouth that opens wider shows more teeth than were seen: the row goes on so far as its own mirror image, in mouth widths. */
const GOES_ON = 0.06;

/** The person's own upper teeth, cut out of a picture that shows them; null when it does not. */
export function seenTeeth(source: TeethSource): Teeth | null {
  const { frame, parted, shut, light } = source;
  const row = traceCuttingEdge(source);
  if (!row) return null;
  const middle = { x: shut.xAt(0), y: shut.upper(shut.xAt(0)) };
  const lift = Math.max(0, row.edge(middle.x) - middle.y - REACH * frame.mouthWidth);
  const teeth = emptyTeeth(frame, middle);
  const soft = Math.max(1, frame.mouthWidth * 0.012);
  const inset = 0.9;
  const colour = [0, 0, 0];
  for (let y = 0; y < teeth.height; y += 1) {
    for (let x = 0; x < teeth.width; x += 1) {
      const place = {
        x: teeth.left + (x + 0.5) / teeth.scale,
        y: teeth.top + (y + 0.5) / teeth.scale + lift,
      };
      const edge = row.edge(place.x);
      const sides = Math.min(place.x - row.from, row.to - place.x) + GOES_ON * frame.mouthWidth;
      const alpha =
        unit((edge - place.y) / soft + 0.5) *
        smoothStep(-soft, SIDE_FADE * frame.mouthWidth, sides);
      if (alpha === 0) continue;
      const seenX = mirrored(place.x, row);
      const top = parted.upper(seenX) + inset;
      const low = Math.max(top, edge - soft * 0.6);
      readColour(
        source.picture,
        toPicture(frame, { x: seenX, y: clamp(place.y, top, low) }),
        colour,
      );
      const at = (y * teeth.width + x) * 4;
      teeth.texels[at] = ((colour[0] ?? 0) / light.red) * alpha;
      teeth.texels[at + 1] = ((colour[1] ?? 0) / light.green) * alpha;
      teeth.texels[at + 2] = ((colour[2] ?? 0) / light.blue) * alpha;
      teeth.texels[at + 3] = alpha;
    }
  }
  return teeth;
}

function mirrored(x: number, { from, to }: TeethRow): number {
  return x < from ? 2 * from - x : x > to ? 2 * to - x : x;
}

type TeethRow = { from: number; to: number; edge(x: number): number };

/** The lowest tooth-like place in each column of the opening, without outliers. */
function traceCuttingEdge({ picture, frame, parted }: TeethSource): TeethRow | null {
  const [left, right] = [Math.ceil(parted.xAt(-0.97)), Math.floor(parted.xAt(0.97))];
  const isTooth = toothTest(picture, frame, parted);
  const columns: { x: number; edge: number; share: number; height: number }[] = [];
  for (let x = left; x <= right; x += 1) {
    const [top, bottom] = [parted.upper(x), parted.lower(x)];
    let count = 0;
    let edge = top;
    for (let y = top + 0.75; y <= bottom - 0.25; y += 0.5) {
      if (!isTooth({ x, y })) continue;
      count += 1;
      edge = y + 0.25;
    }
    columns.push({ x, edge, share: count / Math.max(1, (bottom - top) * 2), height: count / 2 });
  }
  const showing = columns.filter(({ share }) => share > 0.25);
  const middle = columns.filter(({ x }) => Math.abs(parted.uAt(x)) < 0.6);
  const share = mean(middle.map((column) => column.share));
  const height = mean(middle.map((column) => column.height)) / frame.mouthWidth;
  const [first, last] = [showing[0], showing.at(-1)];
  if (share < LEAST_SHARE || height < LEAST_HEIGHT || !first || !last) return null;
  const edges = smoothEdges(
    showing.map(({ edge }) => edge),
    Math.max(1, Math.round(frame.mouthWidth * 0.025)),
  );
  return {
    from: first.x,
    to: last.x,
    edge: (x) => {
      const at = clamp(x - first.x, 0, edges.length - 1.001);
      const i = Math.floor(at);
      return (edges[i] ?? 0) * (1 - at + i) + (edges[i + 1] ?? edges[i] ?? 0) * (at - i);
    },
  };
}

function toothTest(picture: Picture, frame: FaceFrame, parted: LipLines) {
  const colour = [0, 0, 0];
  const brightness = (place: Point) => {
    readColour(picture, toPicture(frame, place), colour);
    return ((colour[0] ?? 0) + (colour[1] ?? 0) + (colour[2] ?? 0)) / 3;
  };
  const seen: number[] = [];
  for (let u = -0.7; u <= 0.7; u += 0.05) {
    const x = parted.xAt(u);
    const [top, bottom] = [parted.upper(x), parted.lower(x)];
    for (let t = 0.15; t <= 0.85; t += 0.1)
      seen.push(brightness({ x, y: top + t * (bottom - top) }));
  }
  const brightest = seen.sort((a, b) => a - b)[Math.floor(seen.length * 0.9)] ?? 0;
  return (place: Point) => {
    if (brightness(place) < Math.max(60, brightest * BRIGHT)) return false;
    const [red = 0, green = 0] = colour;
    return (red - green) / Math.max(1, red) < RED;
  };
}

function smoothEdges(edges: number[], reach: number): number[] {
  const medians = edges.map((_, i) => {
    const near = edges.slice(Math.max(0, i - 2 * reach), i + 2 * reach + 1).sort((a, b) => a - b);
    return near[near.length >> 1] ?? 0;
  });
  return medians.map((_, i) => mean(medians.slice(Math.max(0, i - reach), i + reach + 1)));
}

function readColour({ width, height, data }: Picture, { x, y }: Point, colour: number[]): void {
  const px = clamp(x - 0.5, 0, width - 1.001);
  const py = clamp(y - 0.5, 0, height - 1.001);
  const i = (Math.floor(py) * width + Math.floor(px)) * 4;
  const [fx, fy] = [px % 1, py % 1];
  for (let c = 0; c < 3; c += 1) {
    const top = (data[i + c] ?? 0) * (1 - fx) + (data[i + 4 + c] ?? 0) * fx;
    const under = i + width * 4 + c;
    const low = (data[under] ?? 0) * (1 - fx) + (data[under + 4] ?? 0) * fx;
    colour[c] = top * (1 - fy) + low * fy;
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
