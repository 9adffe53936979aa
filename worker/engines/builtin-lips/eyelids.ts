import { unit } from './clamp.ts';
import type { EyeShape } from './eye-shape.ts';
import type { Texture } from './warp.ts';

/** Closes and opens the eyes in a texture, and in a copy of it without the repeated border. */
export type Eyelids = {
  /** `closed` 0..1; 0 puts the picture back as it was. */
  set(closed: number): void;
};

export function createEyelids(eyes: EyeShape[], texture: Texture, rest: Int32Array): Eyelids {
  const patches = eyes.map((eye) => createPatch(eye, texture));
  let shown = 0;
  return {
    set: (closed) => {
      if (closed === shown) return;
      shown = closed;
      for (const patch of patches) drawLid(patch, closed, { texture, rest });
    },
  };
}

/** The rectangle of the picture that a lid can touch, as it was, and the eye's lines at every pixel along x. */
type Patch = {
  eye: EyeShape;
  left: number;
  top: number;
  width: number;
  height: number;
  original: Int32Array;
  firstX: number;
  lash: Float32Array;
  lower: Float32Array;
};

/** Share of the skin above the lashes that moves with them unchanged. */
const BAND = 0.45;
const BELOW_LASH = 0.035;

function createPatch(eye: EyeShape, texture: Texture): Patch {
  const { axes, skin } = eye;
  const pad = 3;
  const corners = [eye.left, eye.right].flatMap((x) =>
    [eye.lash(0) - skin - eye.width * 0.1, eye.lower(0) + eye.width * 0.12].map((y) => ({
      x: axes.origin.x + x * axes.cos - y * axes.sin,
      y: axes.origin.y + x * axes.sin + y * axes.cos,
    })),
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const left = Math.max(0, Math.floor(Math.min(...xs)) - pad);
  const top = Math.max(0, Math.floor(Math.min(...ys)) - pad);
  const width = Math.max(0, Math.min(texture.width, Math.ceil(Math.max(...xs)) + pad) - left);
  const height = Math.max(0, Math.min(texture.height, Math.ceil(Math.max(...ys)) + pad) - top);
  const original = new Int32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (top + row + 1) * texture.stride + left + 1;
    original.set(texture.pixels.subarray(from, from + width), row * width);
  }
  const firstX = Math.floor(eye.left);
  const samples = Math.ceil(eye.right) - firstX + 2;
  const line = (curve: (x: number) => number) =>
    Float32Array.from({ length: samples }, (_, i) => curve(firstX + i));
  const shape = { lash: line(eye.lash), lower: line(eye.lower) };
  return { eye, left, top, width, height, original, firstX, ...shape };
}

type Surfaces = { texture: Texture; rest: Int32Array };

function drawLid(patch: Patch, closed: number, { texture, rest }: Surfaces): void {
  const { axes } = patch.eye;
  for (let row = 0; row < patch.height; row += 1) {
    for (let column = 0; column < patch.width; column += 1) {
      const dx = patch.left + column + 0.5 - axes.origin.x;
      const dy = patch.top + row + 0.5 - axes.origin.y;
      const x = dx * axes.cos + dy * axes.sin;
      const y = dy * axes.cos - dx * axes.sin;
      let pixel = patch.original[row * patch.width + column] as number;
      if (closed > 0 && setLid(patch, x, closed)) pixel = lidPixel(patch, { x, y, closed, pixel });
      texture.pixels[(patch.top + row + 1) * texture.stride + patch.left + column + 1] = pixel;
      rest[(patch.top + row) * texture.width + patch.left + column] = pixel;
    }
  }
}

/** The lid at one x: rest place of the lashes and how far they have come down. */
const lid = { lash: 0, drop: 0 };

function setLid({ eye, firstX, lash, lower }: Patch, x: number, closed: number): boolean {
  if (x <= eye.left || x >= eye.right) return false;
  const at = x - firstX;
  const i = at | 0;
  const t = at - i;
  lid.lash = (lash[i] as number) * (1 - t) + (lash[i + 1] as number) * t;
  const low = (lower[i] as number) * (1 - t) + (lower[i + 1] as number) * t;
  const inward = Math.min(1, Math.min(x - eye.left, eye.right - x) / (0.12 * eye.width));
  lid.drop = (Math.max(0, low - lid.lash) + 0.03 * eye.width * inward) * closed;
  return lid.drop > 0;
}

type LidPlace = { x: number; y: number; closed: number; pixel: number };

function lidPixel(patch: Patch, { x, y, closed, pixel }: LidPlace): number {
  const { width, skin } = patch.eye;
  const edge = lid.lash + lid.drop;
  const soft = Math.max(1, width * 0.02);
  const alpha = unit((edge + BELOW_LASH * width - y) / soft + 0.5);
  const top = lid.lash - skin;
  if (alpha === 0 || y <= top) return pixel;
  const source = sourceY(y, top, skin * BAND);
  readOriginal(patch, x, source);
  const fromEdge = (edge - y) / width;
  const shade = 1 - closed * 0.1 * Math.exp(-Math.max(0, fromEdge) * 9);
  const lashes = 1 - closed * 0.22 * Math.exp(-((fromEdge / 0.03) ** 2));
  const keep = 1 - alpha;
  const lit = shade * lashes * alpha;
  const red = (pixel & 255) * keep + (colour[0] as number) * lit;
  const green = ((pixel >>> 8) & 255) * keep + (colour[1] as number) * lit;
  const blue = ((pixel >>> 16) & 255) * keep + (colour[2] as number) * lit;
  return (pixel & 0xff000000) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5);
}

/** The lashes and a band above them move as they are; the skin above unfolds, most of it next to the band. */
function sourceY(y: number, top: number, band: number): number {
  const folded = lid.lash - band - top;
  if (y >= lid.lash + lid.drop - band || folded <= 1e-3) return y - lid.drop;
  let source = top + ((y - top) * folded) / (folded + lid.drop);
  for (let step = 0; step < 5; step += 1) {
    const t = Math.max(1e-3, (source - top) / folded);
    const error = source + lid.drop * t ** 1.4 - y;
    source -= error / (1 + (1.4 * lid.drop * t ** 0.4) / folded);
  }
  return source;
}

const colour = new Float64Array(3);

function readOriginal({ eye, left, top, width, height, original }: Patch, x: number, y: number) {
  const { axes } = eye;
  const px = axes.origin.x + x * axes.cos - y * axes.sin - 0.5 - left;
  const py = axes.origin.y + x * axes.sin + y * axes.cos - 0.5 - top;
  const x0 = Math.max(0, Math.min(width - 2, Math.floor(px)));
  const y0 = Math.max(0, Math.min(height - 2, Math.floor(py)));
  const fx = unit(px - x0);
  const fy = unit(py - y0);
  const i = y0 * width + x0;
  const p00 = original[i] as number;
  const p10 = original[i + 1] as number;
  const p01 = original[i + width] as number;
  const p11 = original[i + width + 1] as number;
  for (let c = 0; c < 3; c += 1) {
    const shift = c * 8;
    const upper = ((p00 >>> shift) & 255) * (1 - fx) + ((p10 >>> shift) & 255) * fx;
    const under = ((p01 >>> shift) & 255) * (1 - fx) + ((p11 >>> shift) & 255) * fx;
    colour[c] = upper * (1 - fy) + under * fy;
  }
}
