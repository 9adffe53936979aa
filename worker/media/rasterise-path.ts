/** How an outline lands on the pixel grid: pixels = outline × scale + offset. */
export type PathPlacement = {
  scale: number;
  offsetX: number;
  offsetY: number;
  width: number;
  height: number;
};

type Edge = { x0: number; y0: number; x1: number; y1: number };

const CURVE_STEPS = 8;
const ROWS_PER_PIXEL = 16;

/**
 * Fills an SVG path of absolute M, L, Q and Z commands by the non-zero rule.
 * @returns coverage 0..1 per pixel, row by row
 */
export function rasterisePath(path: string, placement: PathPlacement): Float32Array {
  const { width, height } = placement;
  const coverage = new Float32Array(width * height);
  const edges = flatten(path, placement);
  for (let sub = 0; sub < height * ROWS_PER_PIXEL; sub++) {
    const row = coverage.subarray(
      Math.floor(sub / ROWS_PER_PIXEL) * width,
      (Math.floor(sub / ROWS_PER_PIXEL) + 1) * width,
    );
    fillRow(row, crossings(edges, (sub + 0.5) / ROWS_PER_PIXEL));
  }
  return coverage;
}

function flatten(path: string, placement: PathPlacement): Edge[] {
  const edges: Edge[] = [];
  let start = { x: 0, y: 0 };
  let pen = start;
  const lineTo = (x: number, y: number) => {
    edges.push({ x0: pen.x, y0: pen.y, x1: x, y1: y });
    pen = { x, y };
  };
  for (const [, command, list = ''] of path.matchAll(/([MLQZ])([^MLQZ]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = toPixels(list, placement);
    if (command === 'M') {
      start = { x: a, y: b };
      pen = start;
    } else if (command === 'L') lineTo(a, b);
    else if (command === 'Z') lineTo(start.x, start.y);
    else {
      const from = pen;
      for (let step = 1; step <= CURVE_STEPS; step++) {
        const t = step / CURVE_STEPS;
        const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
        lineTo(p * from.x + q * a + r * c, p * from.y + q * b + r * d);
      }
    }
  }
  return edges;
}

function toPixels(list: string, placement: PathPlacement): number[] {
  return (list.match(/-?[\d.]+/g) ?? []).map(
    (value, index) =>
      Number(value) * placement.scale + (index % 2 === 0 ? placement.offsetX : placement.offsetY),
  );
}

function crossings(edges: Edge[], y: number): { x: number; turn: number }[] {
  const found: { x: number; turn: number }[] = [];
  for (const { x0, y0, x1, y1 } of edges) {
    if (y0 <= y === y1 <= y) continue;
    found.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 });
  }
  return found.sort((left, right) => left.x - right.x);
}

function fillRow(row: Float32Array, cuts: { x: number; turn: number }[]): void {
  let winding = 0;
  let from = 0;
  for (const { x, turn } of cuts) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) fillSpan(row, from, x);
  }
}

function fillSpan(row: Float32Array, from: number, to: number): void {
  const last = Math.min(row.length - 1, Math.ceil(to) - 1);
  for (let x = Math.max(0, Math.floor(from)); x <= last; x++) {
    const covered = Math.min(to, x + 1) - Math.max(from, x);
    row[x] = (row[x] ?? 0) + covered / ROWS_PER_PIXEL;
  }
}
