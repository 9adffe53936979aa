export type PathGrid = {
  columns: number;
  rows: number;
  /** How much a place looks like the line searched for, by column then row. */
  scores: Float64Array;
  /** Price of leaving the middle row altogether, and of one row's bend between neighbours. */
  strayCost: number;
  bendCost: number;
};

/** The smooth path across all columns with the greatest sum of scores; rows with a fraction. */
export function bestPath(grid: PathGrid): number[] {
  const { columns, rows, scores } = grid;
  const best = new Float64Array(columns * rows);
  const from = new Int32Array(columns * rows);
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      const i = column * rows + row;
      const stray = (2 * row) / (rows - 1) - 1;
      best[i] = (scores[i] ?? 0) - grid.strayCost * stray * stray;
      if (column > 0) takeBestBefore(grid, { best, from }, i);
    }
  }
  const path = new Array<number>(columns).fill(0);
  let row = 0;
  for (let r = 1; r < rows; r += 1) {
    const last = (columns - 1) * rows;
    if ((best[last + r] ?? 0) > (best[last + row] ?? 0)) row = r;
  }
  for (let column = columns - 1; column >= 0; column -= 1) {
    path[column] = row + peakOffset(grid, column * rows + row);
    row = from[column * rows + row] ?? row;
  }
  return path;
}

const STEEPEST = 3;

function takeBestBefore(
  { rows, bendCost }: PathGrid,
  { best, from }: { best: Float64Array; from: Int32Array },
  i: number,
): void {
  const row = i % rows;
  const before = i - row - rows;
  let score = -Infinity;
  const last = Math.min(rows - 1, row + STEEPEST);
  for (let r = Math.max(0, row - STEEPEST); r <= last; r += 1) {
    const candidate = (best[before + r] ?? 0) - bendCost * (r - row) * (r - row);
    if (candidate > score) {
      score = candidate;
      from[i] = r;
    }
  }
  best[i] = (best[i] ?? 0) + score;
}

/** Vertex of the parabola through a maximum and its neighbours, within half a row. */
function peakOffset({ rows, scores }: PathGrid, i: number): number {
  const row = i % rows;
  if (row === 0 || row === rows - 1) return 0;
  const [before = 0, here = 0, after = 0] = scores.subarray(i - 1, i + 2);
  const bend = before - 2 * here + after;
  return bend < -1e-9 ? Math.min(0.5, Math.max(-0.5, (before - after) / (2 * bend))) : 0;
}
