import { type FaceFrame, meshPoint, type Point, toFace } from './face-frame.ts';
import type { FaceGrid } from './face-grid.ts';
import type { Field } from './mouth-fields.ts';

const BROWS = [
  [70, 63, 105, 66, 107, 46, 53, 52, 65, 55],
  [300, 293, 334, 296, 336, 276, 283, 282, 295, 285],
];
const RISE = 0.017;

/** Raises the brows and the forehead just above them; the lids below stay. */
export function browField(grid: FaceGrid, frame: FaceFrame, mesh: Float32Array): Field {
  const x = new Float64Array(grid.x.length);
  const y = new Float64Array(grid.x.length);
  for (const brow of BROWS) {
    const points = brow.map((index) => toFace(frame, meshPoint(mesh, index)));
    const [left, right] = [
      Math.min(...points.map((p) => p.x)),
      Math.max(...points.map((p) => p.x)),
    ];
    const middle = {
      x: (left + right) / 2,
      y: points.reduce((sum, p) => sum + p.y, 0) / points.length,
    };
    grid.local.forEach((point, i) => {
      const weight = bump(point, middle, {
        x: (right - left) * 0.85,
        y: (point.y < middle.y ? 0.2 : 0.095) * frame.faceHeight,
      });
      const rise = -RISE * frame.faceHeight * weight;
      x[i] = (x[i] ?? 0) - rise * frame.sin;
      y[i] = (y[i] ?? 0) + rise * frame.cos;
    });
  }
  return { x, y };
}

function bump(point: Point, middle: Point, radius: Point): number {
  const r2 = ((point.x - middle.x) / radius.x) ** 2 + ((point.y - middle.y) / radius.y) ** 2;
  return r2 >= 1 ? 0 : (1 - r2) ** 2;
}
