import type { Picture } from './face.ts';
import type { FrozenGraph } from './frozen-graph.ts';
import { fromCrop, type SquareCrop, sampleCrop } from './square-crop.ts';

export const MESH_INPUT = 192;
const INPUT = MESH_INPUT;
export const MESH_POINTS = 468;

/** The MediaPipe face mesh in one window (NHWC RGB 0..1, 192²): 468 x,y,z triples in picture pixels. */
export function traceMesh(graph: FrozenGraph, picture: Picture, window: SquareCrop): Float32Array {
  return meshIn(graph, sampleCrop(picture, window, INPUT), window);
}

/** The same from the window's 192² RGB samples 0..1. */
export function meshIn(graph: FrozenGraph, input: Float32Array, window: SquareCrop): Float32Array {
  const outputs = graph.run(input, [1, INPUT, INPUT, 3]);
  const raw = outputs.find((output) => output.data.length === MESH_POINTS * 3)?.data;
  const mesh = new Float32Array(MESH_POINTS * 3);
  if (!raw) return mesh;
  for (let i = 0; i < mesh.length; i += 3) {
    const { x, y } = fromCrop(window, (raw[i] ?? 0) / INPUT, (raw[i + 1] ?? 0) / INPUT);
    mesh[i] = x;
    mesh[i + 1] = y;
    mesh[i + 2] = ((raw[i + 2] ?? 0) / INPUT) * window.side;
  }
  return mesh;
}

/** The window around a traced face: eyes level, 1.5 times the longer side of its points. */
export function windowAround(mesh: Float32Array, scale = 1.5): SquareCrop {
  const angle = eyeLine(mesh);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < MESH_POINTS * 3; i += 3) {
    const x = mesh[i] ?? 0;
    const y = mesh[i + 1] ?? 0;
    const u = x * cos + y * sin;
    const v = y * cos - x * sin;
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const u = (left + right) / 2;
  const v = (top + bottom) / 2;
  return {
    centreX: u * cos - v * sin,
    centreY: u * sin + v * cos,
    side: Math.max(right - left, bottom - top) * scale,
    angle,
  };
}

/** In-plane turn of the head: the direction from the right eye's outer corner to the left's. */
export function eyeLine(mesh: Float32Array): number {
  const [right, left] = [33 * 3, 263 * 3];
  return Math.atan2(
    (mesh[left + 1] ?? 0) - (mesh[right + 1] ?? 0),
    (mesh[left] ?? 0) - (mesh[right] ?? 0),
  );
}
