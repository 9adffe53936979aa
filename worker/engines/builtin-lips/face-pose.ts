import type { Point } from './face-frame.ts';

/**
 * How a model face lies in a frame: x = xx·X + xy·Y + xz·Z + x0, and y likewise (weak perspective, with the squeeze of a
 * face turned aside).
 */
export type FacePose = {
  xx: number;
  xy: number;
  xz: number;
  x0: number;
  yx: number;
  yy: number;
  yz: number;
  y0: number;
};

/** Points that do not follow the mouth: brow, eyes, nose, temples. */
export const STEADY = [
  10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 33, 133, 263, 362, 130, 359, 127, 356, 234, 454, 93,
  323, 109, 338, 54, 284, 70, 300, 105, 334, 107, 336, 143, 372, 116, 345, 117, 346, 129, 358, 98,
  327,
];

/** Finds the pose of a model with these points in any trace of them, by least squares. */
export function poseFinder(model: Float32Array): (mesh: Float32Array) => FacePose {
  const rows = STEADY.map((index) => [
    model[index * 3] ?? 0,
    model[index * 3 + 1] ?? 0,
    model[index * 3 + 2] ?? 0,
    1,
  ]);
  const inverse = invert(product(rows));
  const solver = rows.map((row) =>
    inverse.map((line) => line.reduce((sum, value, i) => sum + value * (row[i] ?? 0), 0)),
  );
  const solve = (mesh: Float32Array, axis: number) => {
    const out = [0, 0, 0, 0];
    STEADY.forEach((index, k) => {
      const value = mesh[index * 3 + axis] ?? 0;
      for (let c = 0; c < 4; c += 1) out[c] = (out[c] ?? 0) + (solver[k]?.[c] ?? 0) * value;
    });
    return out;
  };
  return (mesh) => {
    const [xx = 1, xy = 0, xz = 0, x0 = 0] = solve(mesh, 0);
    const [yx = 0, yy = 1, yz = 0, y0 = 0] = solve(mesh, 1);
    return { xx, xy, xz, x0, yx, yy, yz, y0 };
  };
}

export function posed(pose: FacePose, point: { x: number; y: number; z: number }): Point {
  return {
    x: pose.xx * point.x + pose.xy * point.y + pose.xz * point.z + pose.x0,
    y: pose.yx * point.x + pose.yy * point.y + pose.yz * point.z + pose.y0,
  };
}

/** Mean distance in frame pixels between the steady points and where the pose puts them. */
export function poseError(pose: FacePose, model: Float32Array, mesh: Float32Array): number {
  let sum = 0;
  for (const index of STEADY) {
    const at = index * 3;
    const place = posed(pose, { x: model[at] ?? 0, y: model[at + 1] ?? 0, z: model[at + 2] ?? 0 });
    sum += Math.hypot((mesh[at] ?? 0) - place.x, (mesh[at + 1] ?? 0) - place.y);
  }
  return sum / STEADY.length;
}

function product(rows: number[][]): number[][] {
  const out = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
  for (const row of rows) {
    out.forEach((line, i) => {
      for (let j = 0; j < 4; j += 1) line[j] = (line[j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
    });
  }
  return out;
}

/** Gauss and Jordan, with the largest pivot. */
function invert(matrix: number[][]): number[][] {
  const lines = matrix.map((line, i) => [...line, ...[0, 1, 2, 3].map((j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < 4; column += 1) {
    const rest = lines.slice(column).map((line) => Math.abs(line[column] ?? 0));
    const pivot = column + rest.indexOf(Math.max(...rest));
    const top = lines[pivot] ?? [];
    lines[pivot] = lines[column] ?? [];
    const scale = top[column] || 1e-9;
    lines[column] = top.map((value) => value / scale);
    for (let i = 0; i < 4; i += 1) {
      const factor = lines[i]?.[column] ?? 0;
      if (i === column || factor === 0) continue;
      lines[i] = (lines[i] ?? []).map((value, j) => value - factor * (lines[column]?.[j] ?? 0));
    }
  }
  return lines.map((line) => line.slice(4));
}
