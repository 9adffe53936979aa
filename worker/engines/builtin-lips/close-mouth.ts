import type { Picture } from '../../vision/face.ts';
import { type FaceFrame, type Point, toFace } from './face-frame.ts';
import { faceGrid } from './face-grid.ts';
import { COLUMN_U, type LipLines, lipLinesThrough } from './lip-lines.ts';
import type { MobileRegion } from './mobile-region.ts';
import { fieldSpreader, type Guide } from './mouth-fields.ts';
import { smoothCurve } from './smooth-curve.ts';
import { type Canvas, createTexture, type Texture, type WarpMesh, warpTriangles } from './warp.ts';

/** A picture whose mouth is shut, and where its lips are now. */
export type ClosedMouth = { picture: Picture; lips: LipLines };

export type MouthScene = {
  picture: Picture;
  frame: FaceFrame;
  lips: LipLines;
  region: MobileRegion;
};

/** How far apart the lips are, at most, in mouth widths. */
export function lipGap({ frame, lips }: { frame: FaceFrame; lips: LipLines }): number {
  const gaps = Array.from(COLUMN_U, (u) => lips.lower(lips.xAt(u)) - lips.upper(lips.xAt(u)));
  return Math.max(...gaps) / frame.mouthWidth;
}

/** Share of the gap that the upper lip comes down; of a wide one the jaw does nearly all. */
const UPPER_SHARE = 0.38;
const UPPER_MOST = 0.075;

/** Brings parted lips together: the resting face that speech starts from and pauses return to. */
export function closeMouth(scene: MouthScene): ClosedMouth {
  const { picture, frame, region } = scene;
  const { width, height } = picture;
  const lips = withInset(scene.lips, frame.mouthWidth * 0.012);
  const most = lipGap({ frame, lips });
  const share = Math.min(UPPER_SHARE, UPPER_MOST / most);
  const grid = faceGrid({ width, height, frame, lips, region });
  const gapAt = (x: number) => Math.max(0, lips.lower(x) - lips.upper(x));
  const gap = (u: number) => gapAt(lips.xAt(Math.min(1, Math.max(-1, u))));
  const narrow = -Math.min(0.05, most * 0.25) * frame.mouthWidth;
  const inward = (u: number) => narrow * Math.max(-1, Math.min(1, u));
  const guide: Guide = {
    upper: (u) => ({ x: inward(u), y: gap(u) * share }),
    lower: (u) => ({ x: inward(u), y: gap(u) * (share - 1) }),
    outerUpper: (u) => ({ x: inward(u), y: gap(u) * share * 0.75 }),
    outerLower: (u) => ({ x: inward(u), y: gap(u) * (share - 1) * 0.85 }),
    jaw: (drop) => ({ x: 0, y: gap(0) * (share - 1) * 0.45 * drop }),
  };
  const field = fieldSpreader({ grid, frame, lips, region })(guide);
  const pixels = new Int32Array(width * height);
  const texture = createTexture(picture);
  pixels.set(new Int32Array(picture.data.slice().buffer));
  const x = grid.x.map((value, i) => value + (field.x[i] ?? 0));
  const y = grid.y.map((value, i) => value + (field.y[i] ?? 0));
  const moved = Uint8Array.from(field.x, (dx, i) => (dx !== 0 || field.y[i] !== 0 ? 1 : 0));
  const canvas = { width, height, pixels };
  const mesh = { triangles: grid.triangles, u: grid.x, v: grid.y, x, y, moved };
  warpTriangles(texture, mesh, canvas);
  const shifted = (vertices: Int32Array): Point[] =>
    Array.from(vertices, (i) => toFace(frame, { x: x[i] ?? 0, y: y[i] ?? 0 }));
  const contact = shifted(grid.upper);
  const seam = contactBand(canvas, frame, contact);
  smoothContact({ texture, mesh, canvas }, seam);
  shadeContact(canvas, frame, seam);
  return {
    picture: { width, height, data: new Uint8Array(pixels.buffer) },
    lips: lipLinesThrough({
      upper: contact,
      lower: contact,
      outerUpper: shifted(grid.outerUpper),
      outerLower: shifted(grid.outerLower),
      middle: lips.xAt(0),
    }),
  };
}

/** Pixels near the line where the lips touch: `off` is the distance in pixels, `across` −1..1 along it. */
type Band = { left: number; right: number; top: number; bottom: number; spots: BandSpot[] };
type BandSpot = { x: number; y: number; off: number; across: number };

function contactBand(canvas: Canvas, frame: FaceFrame, contact: Point[]): Band {
  const line = smoothCurve(contact);
  const [from, to] = [contact[0]?.x ?? 0, contact.at(-1)?.x ?? 0];
  const soft = seamWidth(frame);
  const reach = (to - from) / 2 + frame.mouthWidth * 0.1;
  const { origin } = frame;
  const left = Math.max(0, Math.floor(origin.x - reach));
  const right = Math.min(canvas.width, Math.ceil(origin.x + reach));
  const top = Math.max(0, Math.floor(origin.y - reach));
  const bottom = Math.min(canvas.height, Math.ceil(origin.y + reach));
  const spots: BandSpot[] = [];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const place = toFace(frame, { x: x + 0.5, y: y + 0.5 });
      const across = (2 * (place.x - from)) / (to - from) - 1;
      const off = place.y - line(place.x);
      if (Math.abs(across) < 1 && Math.abs(off) < Math.max(2, soft * 3)) {
        spots.push({ x, y, off, across });
      }
    }
  }
  return { left, right, top, bottom, spots };
}

function seamWidth({ mouthWidth }: FaceFrame): number {
  return Math.max(0.75, mouthWidth * 0.014);
}

const FINER = 4;

type Warped = { texture: Texture; mesh: WarpMesh; canvas: Canvas };

/** Where the two lips meet, pixels belong to both: they are drawn again four times finer and averaged. */
function smoothContact({ texture, mesh, canvas }: Warped, band: Band): void {
  const width = (band.right - band.left) * FINER;
  const height = (band.bottom - band.top) * FINER;
  const fine = { width, height, pixels: new Int32Array(width * height) };
  const x = mesh.x.map((value) => (value - band.left) * FINER);
  const y = mesh.y.map((value) => (value - band.top) * FINER);
  warpTriangles(texture, { ...mesh, x, y }, fine);
  for (const spot of band.spots) {
    if (Math.abs(spot.off) > 1.5) continue;
    const first = (spot.y - band.top) * FINER * width + (spot.x - band.left) * FINER;
    canvas.pixels[spot.y * canvas.width + spot.x] = averaged(fine, first);
  }
}

function averaged({ width, pixels }: Canvas, first: number): number {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < FINER * FINER; i += 1) {
    const pixel = pixels[first + Math.floor(i / FINER) * width + (i % FINER)] ?? 0;
    for (let c = 0; c < 4; c += 1) sums[c] = (sums[c] ?? 0) + ((pixel >>> (c * 8)) & 255);
  }
  return sums.reduce((pixel, sum, c) => pixel | (Math.round(sum / FINER ** 2) << (c * 8)), 0);
}

/** Red takes less of the shade than green and blue. */
const SHADE = [0.24, 0.36, 0.36];

/** The soft dark line between lips that touch. */
function shadeContact(canvas: Canvas, frame: FaceFrame, { spots }: Band): void {
  const soft = seamWidth(frame);
  for (const { x, y, off, across } of spots) {
    const i = y * canvas.width + x;
    const strength = (1 - across ** 4) * Math.exp(-((off / soft) ** 2));
    canvas.pixels[i] = darkened(canvas.pixels[i] ?? 0, strength);
  }
}

function darkened(pixel: number, strength: number): number {
  let result = pixel & 0xff000000;
  SHADE.forEach((share, c) => {
    const value = (pixel >>> (c * 8)) & 255;
    result |= Math.round(value * (1 - share * strength)) << (c * 8);
  });
  return result;
}

/** Moves the inner edges a little into the lips, so that no blended pixel of teeth or gap sticks to them. */
function withInset(lips: LipLines, inset: number): LipLines {
  const taper = (x: number) => inset * Math.max(0, 1 - lips.uAt(x) ** 6);
  return {
    ...lips,
    upper: (x) => lips.upper(x) - taper(x),
    lower: (x) => lips.lower(x) + taper(x),
  };
}
