import type { Picture } from './face.ts';
import type { FrozenGraph } from './frozen-graph.ts';
import { fromCrop, type SquareCrop, sampleCrop } from './square-crop.ts';
import { MESH_POINTS } from './trace-mesh.ts';

const INPUT = 64;
const IRIS_POINTS = 5;
/** How much of the difference to the mesh a lid point may have, in eye widths, before the trace is not believed. */
const MAX_SHIFT = 0.3;

/** Mesh points of each eye in the order of the iris network's first 16 outputs: lower lid, then upper. */
const EYES = [
  {
    corners: [33, 133],
    lids: [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173],
    mirrored: false,
  },
  {
    corners: [263, 362],
    lids: [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398],
    mirrored: true,
  },
] as const;

/**
 * Adds ten iris points (468.. right, 473.. left) to a 468-point mesh and corrects its lid outlines
 * (iris network: NHWC RGB 0..1, 64², right eye as seen, left eye mirrored).
 */
export function traceEyes(graph: FrozenGraph, picture: Picture, mesh: Float32Array): Float32Array {
  const traced = new Float32Array((MESH_POINTS + IRIS_POINTS * 2) * 3);
  traced.set(mesh);
  EYES.forEach((eye, side) => {
    const window = eyeWindow(mesh, eye.corners);
    const input = sampleCrop(picture, window, INPUT);
    if (eye.mirrored) mirrorRows(input);
    const [output] = graph.run(input, [1, INPUT, INPUT, 3]);
    const raw = output?.data ?? new Float32Array(228);
    const point = (i: number) => {
      const u = (raw[i * 3] ?? 0) / INPUT;
      return fromCrop(window, eye.mirrored ? 1 - u : u, (raw[i * 3 + 1] ?? 0) / INPUT);
    };
    for (let i = 0; i < IRIS_POINTS; i += 1) {
      const { x, y } = point(71 + i);
      const z = mesh[eye.corners[0] * 3 + 2] ?? 0;
      traced.set([x, y, z], (MESH_POINTS + side * IRIS_POINTS + i) * 3);
    }
    const lids = eye.lids.map((_, i) => point(i));
    const limit = (window.side / WINDOW_SCALE) * MAX_SHIFT;
    const far = eye.lids.some((index, i) => {
      const lid = lids[i] ?? { x: 0, y: 0 };
      const [x = 0, y = 0] = mesh.subarray(index * 3, index * 3 + 2);
      return Math.hypot(lid.x - x, lid.y - y) > limit;
    });
    if (far) return;
    eye.lids.forEach((index, i) => {
      const { x = 0, y = 0 } = lids[i] ?? {};
      traced[index * 3] = x;
      traced[index * 3 + 1] = y;
    });
  });
  return traced;
}

const WINDOW_SCALE = 2.3;

function eyeWindow(mesh: Float32Array, [outer, inner]: readonly [number, number]): SquareCrop {
  const [x0 = 0, y0 = 0] = mesh.subarray(outer * 3, outer * 3 + 2);
  const [x1 = 0, y1 = 0] = mesh.subarray(inner * 3, inner * 3 + 2);
  const [left, right] = x0 < x1 ? [outer, inner] : [inner, outer];
  return {
    centreX: (x0 + x1) / 2,
    centreY: (y0 + y1) / 2,
    side: Math.hypot(x1 - x0, y1 - y0) * WINDOW_SCALE,
    angle: Math.atan2(
      (mesh[right * 3 + 1] ?? 0) - (mesh[left * 3 + 1] ?? 0),
      (mesh[right * 3] ?? 0) - (mesh[left * 3] ?? 0),
    ),
  };
}

function mirrorRows(image: Float32Array): void {
  for (let row = 0; row < INPUT; row += 1) {
    for (let x = 0; x < INPUT / 2; x += 1) {
      const a = (row * INPUT + x) * 3;
      const b = (row * INPUT + INPUT - 1 - x) * 3;
      for (let c = 0; c < 3; c += 1) {
        const kept = image[a + c] ?? 0;
        image[a + c] = image[b + c] ?? 0;
        image[b + c] = kept;
      }
    }
  }
}
