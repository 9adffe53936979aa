import type { FaceGrid } from './face-grid.ts';

/**
 * Spreads values given at some vertices smoothly over the rest of a mesh: the bending energy (a little
 * membrane energy against overshoot) is least. The matrix is factored once and serves any number of fields.
 */
export type FieldSolver = {
  /** Values at the fixed vertices in, values at all vertices out. */
  solve(fixedValues: Float64Array): Float64Array;
};

/** `fixed` marks the vertices whose values are given; `softLength` is where membrane takes over, in pixels. */
export function fieldSolver(grid: FaceGrid, fixed: Uint8Array, softLength: number): FieldSolver {
  const { rows, areas } = laplacian(grid);
  const energy = bendingMatrix(rows, areas, 1 / (softLength * softLength));
  const free = freeInOrder(grid, fixed);
  const place = new Int32Array(fixed.length).fill(-1);
  free.forEach((vertex, i) => {
    place[vertex] = i;
  });
  const factor = factorBanded(energy, free, place);
  return {
    solve: (values) => {
      const right = new Float64Array(free.length);
      free.forEach((vertex, i) => {
        for (const [other, weight] of energy[vertex] ?? []) {
          if (fixed[other]) right[i] = (right[i] ?? 0) - weight * (values[other] ?? 0);
        }
      });
      const solved = solveBanded(factor, right);
      const all = Float64Array.from(values, (value, i) => (fixed[i] ? value : 0));
      free.forEach((vertex, i) => {
        all[vertex] = solved[i] ?? 0;
      });
      return all;
    },
  };
}

type Row = Map<number, number>;

/** Cotangent weights, kept positive, and a third of the area of the triangles at each vertex. */
function laplacian(grid: FaceGrid): { rows: Row[]; areas: Float64Array } {
  const rows: Row[] = Array.from(grid.x, () => new Map());
  const areas = new Float64Array(grid.x.length);
  const add = (a: number, b: number, weight: number) => {
    rows[a]?.set(b, (rows[a]?.get(b) ?? 0) + weight);
  };
  for (let t = 0; t < grid.triangles.length; t += 3) {
    const corners = grid.triangles.subarray(t, t + 3);
    for (let k = 0; k < 3; k += 1) {
      const [a = 0, b = 0, c = 0] = [corners[k], corners[(k + 1) % 3], corners[(k + 2) % 3]];
      const ux = (grid.x[a] ?? 0) - (grid.x[c] ?? 0);
      const uy = (grid.y[a] ?? 0) - (grid.y[c] ?? 0);
      const vx = (grid.x[b] ?? 0) - (grid.x[c] ?? 0);
      const vy = (grid.y[b] ?? 0) - (grid.y[c] ?? 0);
      const cross = Math.abs(ux * vy - uy * vx);
      const weight = Math.min(3, Math.max(0.05, (ux * vx + uy * vy) / (cross + 1e-9) / 2));
      add(a, b, -weight);
      add(b, a, -weight);
      add(a, a, weight);
      add(b, b, weight);
      areas[c] = (areas[c] ?? 0) + cross / 6;
    }
  }
  return { rows, areas };
}

function bendingMatrix(rows: Row[], areas: Float64Array, membrane: number): Row[] {
  const energy: Row[] = rows.map((row) => new Map([...row].map(([j, w]) => [j, w * membrane])));
  rows.forEach((row, middle) => {
    const inverse = 1 / Math.max(areas[middle] ?? 0, 1e-3);
    for (const [i, wi] of row) {
      const target = energy[i];
      for (const [j, wj] of row) target?.set(j, (target.get(j) ?? 0) + wi * wj * inverse);
    }
  });
  return energy;
}

/** Free vertices sorted along y, which keeps the matrix a narrow band. */
function freeInOrder(grid: FaceGrid, fixed: Uint8Array): number[] {
  return Array.from(grid.y, (_, i) => i)
    .filter((i) => !fixed[i])
    .sort((a, b) => (grid.y[a] ?? 0) - (grid.y[b] ?? 0));
}

type Banded = { size: number; starts: Int32Array; lines: Float64Array[] };

/** Cholesky factor by rows, each from its first non-zero column to the diagonal. */
function factorBanded(energy: Row[], free: number[], place: Int32Array): Banded {
  const factor: Banded = { size: free.length, starts: new Int32Array(free.length), lines: [] };
  free.forEach((vertex, i) => {
    const entries: [number, number][] = [];
    for (const [other, weight] of energy[vertex] ?? []) {
      const column = place[other] ?? -1;
      if (column >= 0 && column <= i) entries.push([column, weight]);
    }
    const start = Math.min(i, ...entries.map(([column]) => column));
    const line = new Float64Array(i - start + 1);
    for (const [column, weight] of entries) line[column - start] = weight;
    factor.starts[i] = start;
    factor.lines.push(line);
    reduceLine(factor, i);
  });
  return factor;
}

function reduceLine({ starts, lines }: Banded, i: number): void {
  const line = lines[i] as Float64Array;
  const start = starts[i] as number;
  for (let j = start; j < i; j += 1) {
    const other = lines[j] as Float64Array;
    const otherStart = starts[j] as number;
    let sum = line[j - start] as number;
    for (let k = Math.max(start, otherStart); k < j; k += 1) {
      sum -= (line[k - start] as number) * (other[k - otherStart] as number);
    }
    line[j - start] = sum / (other[j - otherStart] as number);
  }
  let diagonal = line[i - start] as number;
  for (let k = 0; k < i - start; k += 1) diagonal -= (line[k] as number) ** 2;
  line[i - start] = Math.sqrt(Math.max(diagonal, 1e-12));
}

function solveBanded({ size, starts, lines }: Banded, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    const line = lines[i] as Float64Array;
    const start = starts[i] as number;
    let sum = x[i] as number;
    for (let k = start; k < i; k += 1) sum -= (line[k - start] as number) * (x[k] as number);
    x[i] = sum / (line[i - start] as number);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const line = lines[i] as Float64Array;
    const start = starts[i] as number;
    const value = (x[i] as number) / (line[i - start] as number);
    x[i] = value;
    for (let k = start; k < i; k += 1)
      x[k] = (x[k] as number) - (line[k - start] as number) * value;
  }
  return x;
}
