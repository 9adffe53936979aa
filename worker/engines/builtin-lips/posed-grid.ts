import type { FaceGrid } from './face-grid.ts';
import type { Field } from './mouth-fields.ts';
import type { WarpMesh } from './warp.ts';

/** A grid that takes on poses; its mesh is reused from frame to frame. */
export type PosedGrid = {
  mesh: WarpMesh;
  /** One strength per field, in their order. */
  set(strengths: Float64Array): void;
};

export function createPosedGrid(grid: FaceGrid, fields: Field[]): PosedGrid {
  const mobile = Int32Array.from(
    Array.from(grid.x, (_, i) => i).filter((i) =>
      fields.some((field) => field.x[i] !== 0 || field.y[i] !== 0),
    ),
  );
  const size = fields.length;
  const shiftX = new Float64Array(mobile.length * size);
  const shiftY = new Float64Array(mobile.length * size);
  mobile.forEach((vertex, row) => {
    fields.forEach((field, column) => {
      shiftX[row * size + column] = field.x[vertex] ?? 0;
      shiftY[row * size + column] = field.y[vertex] ?? 0;
    });
  });
  const mesh: WarpMesh = {
    triangles: withSeam(grid),
    u: grid.x,
    v: grid.y,
    x: Float64Array.from(grid.x),
    y: Float64Array.from(grid.y),
    moved: new Uint8Array(grid.x.length),
  };
  return {
    mesh,
    set: (strengths) => {
      for (let row = 0; row < mobile.length; row += 1) {
        const vertex = mobile[row] as number;
        let dx = 0;
        let dy = 0;
        for (let i = 0; i < size; i += 1) {
          dx += (strengths[i] as number) * (shiftX[row * size + i] as number);
          dy += (strengths[i] as number) * (shiftY[row * size + i] as number);
        }
        mesh.x[vertex] = (grid.x[vertex] as number) + dx;
        mesh.y[vertex] = (grid.y[vertex] as number) + dy;
        mesh.moved[vertex] = dx * dx + dy * dy > 1e-8 ? 1 : 0;
      }
    },
  };
}

/**
 * Triangles that span the open mouth, textured with the line where the lips meet: whatever is painted over
 * them blends with the colour of the lips' own edges.
 */
function withSeam({ triangles, upper, lower }: FaceGrid): Int32Array {
  const seam: number[] = [];
  for (let i = 0; i + 1 < upper.length; i += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = [upper[i], upper[i + 1], lower[i], lower[i + 1]];
    if (a !== c) seam.push(a, b, c);
    if (b !== d) seam.push(b, d, c);
  }
  return Int32Array.from([...triangles, ...seam]);
}
