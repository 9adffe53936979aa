import type { Picture } from '../../vision/face.ts';

/** A picture as 32-bit pixels with one pixel repeated around it, so that sampling needs no bounds checks. */
export type Texture = { width: number; height: number; stride: number; pixels: Int32Array };

export function createTexture({ width, height, data }: Picture): Texture {
  const stride = width + 2;
  const pixels = new Int32Array(stride * (height + 2));
  const source = new Int32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
  for (let row = 0; row < height + 2; row += 1) {
    const from = Math.min(Math.max(row - 1, 0), height - 1) * width;
    const to = row * stride;
    pixels.set(source.subarray(from, from + width), to + 1);
    pixels[to] = source[from] ?? 0;
    pixels[to + stride - 1] = source[from + width - 1] ?? 0;
  }
  return { width, height, stride, pixels };
}

/**
 * Triangles of a mesh with their places in the texture and in the target. All coordinates are pixels with
 * centres at .5; the texture's are `u`, `v`, the target's `x`, `y`.
 */
export type WarpMesh = {
  triangles: Int32Array;
  u: Float64Array;
  v: Float64Array;
  x: Float64Array;
  y: Float64Array;
  /** 1 where a vertex is away from its rest place; triangles with none are left alone. */
  moved: Uint8Array;
};

/** Packed 32-bit pixels to draw on. */
export type Canvas = { width: number; height: number; pixels: Int32Array };

/** Draws the moved triangles, bilinear, each pixel exactly once. */
export function warpTriangles(texture: Texture, mesh: WarpMesh, canvas: Canvas): void {
  const { triangles, moved } = mesh;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t] as number;
    const b = triangles[t + 1] as number;
    const c = triangles[t + 2] as number;
    if (moved[a] || moved[b] || moved[c]) {
      corners[0] = a;
      corners[1] = b;
      corners[2] = c;
      if (setPlane(mesh)) drawTriangle(texture, mesh, canvas);
    }
  }
}

const corners = new Int32Array(3);
/** Texture place at the target's origin and its steps for one pixel right and down: u0 ux uy v0 vx vy. */
const plane = new Float64Array(6);
const ONE = 65536;

function setPlane({ x, y, u, v }: WarpMesh): boolean {
  const a = corners[0] as number;
  const b = corners[1] as number;
  const c = corners[2] as number;
  const ax = x[a] as number;
  const ay = y[a] as number;
  const bx = (x[b] as number) - ax;
  const by = (y[b] as number) - ay;
  const cx = (x[c] as number) - ax;
  const cy = (y[c] as number) - ay;
  const area = bx * cy - cx * by;
  if (area < 1e-7 && area > -1e-7) return false;
  const bu = (u[b] as number) - (u[a] as number);
  const cu = (u[c] as number) - (u[a] as number);
  const bv = (v[b] as number) - (v[a] as number);
  const cv = (v[c] as number) - (v[a] as number);
  const ux = (bu * cy - cu * by) / area;
  const uy = (cu * bx - bu * cx) / area;
  const vx = (bv * cy - cv * by) / area;
  const vy = (cv * bx - bv * cx) / area;
  plane[0] = (u[a] as number) - ax * ux - ay * uy + 0.5;
  plane[1] = ux;
  plane[2] = uy;
  plane[3] = (v[a] as number) - ax * vx - ay * vy + 0.5;
  plane[4] = vx;
  plane[5] = vy;
  return true;
}

/** Puts the three corners in order of rising y. */
function sortCorners(y: Float64Array): void {
  for (const i of SWAPS) {
    const first = corners[i] as number;
    const second = corners[i + 1] as number;
    if ((y[first] as number) > (y[second] as number)) {
      corners[i] = second;
      corners[i + 1] = first;
    }
  }
}

const SWAPS = [0, 1, 0];

function drawTriangle({ stride, pixels }: Texture, { x, y }: WarpMesh, canvas: Canvas): void {
  const { width, height, pixels: out } = canvas;
  sortCorners(y);
  const a = corners[0] as number;
  const b = corners[1] as number;
  const c = corners[2] as number;
  const ax = x[a] as number;
  const ay = y[a] as number;
  const bx = x[b] as number;
  const by = y[b] as number;
  const long = ((x[c] as number) - ax) / ((y[c] as number) - ay);
  const upper = (bx - ax) / (by - ay);
  const lower = ((x[c] as number) - bx) / ((y[c] as number) - by);
  const first = Math.max(0, Math.ceil(ay - 0.5));
  const last = Math.min(height - 1, Math.ceil((y[c] as number) - 0.5) - 1);
  const stepU = Math.round((plane[1] as number) * ONE);
  const stepV = Math.round((plane[4] as number) * ONE);
  for (let row = first; row <= last; row += 1) {
    const at = row + 0.5;
    const p = ax + (at - ay) * long;
    const q = at < by ? ax + (at - ay) * upper : bx + (at - by) * lower;
    const from = Math.max(0, Math.ceil(Math.min(p, q) - 0.5));
    const to = Math.min(width, Math.ceil(Math.max(p, q) - 0.5));
    const startX = from + 0.5;
    let fu = Math.round(
      ((plane[0] as number) + startX * (plane[1] as number) + at * (plane[2] as number)) * ONE,
    );
    let fv = Math.round(
      ((plane[3] as number) + startX * (plane[4] as number) + at * (plane[5] as number)) * ONE,
    );
    const end = row * width + to;
    for (let i = row * width + from; i < end; i += 1) {
      const place = (fv >> 16) * stride + (fu >> 16);
      const wx = (fu >> 8) & 255;
      const wy = (fv >> 8) & 255;
      fu += stepU;
      fv += stepV;
      const p00 = pixels[place] as number;
      const p10 = pixels[place + 1] as number;
      const p01 = pixels[place + stride] as number;
      const p11 = pixels[place + stride + 1] as number;
      const w11 = (wx * wy) >> 8;
      const w10 = wx - w11;
      const w01 = wy - w11;
      const w00 = 256 - wx - w01;
      const redBlue =
        (Math.imul(p00 & 0xff00ff, w00) +
          Math.imul(p10 & 0xff00ff, w10) +
          Math.imul(p01 & 0xff00ff, w01) +
          Math.imul(p11 & 0xff00ff, w11) +
          0x800080) >>>
        8;
      const green =
        Math.imul(p00 & 0xff00, w00) +
        Math.imul(p10 & 0xff00, w10) +
        Math.imul(p01 & 0xff00, w01) +
        Math.imul(p11 & 0xff00, w11) +
        0x8000;
      out[i] = (p00 & 0xff000000) | (redBlue & 0xff00ff) | ((green >>> 8) & 0xff00);
    }
  }
}
