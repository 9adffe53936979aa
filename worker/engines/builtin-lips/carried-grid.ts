import { type FacePose, posed } from './face-pose.ts';
import { COLUMN_U, LOWER_INNER, UPPER_INNER } from './lip-lines.ts';
import type { ModelFace } from './model-face.ts';
import { slitRim } from './slit-rim.ts';

/** Where the vertices of a model's grid lie in a frame of footage, mouth as it is there. Pixels, centres at .5. */
export type CarriedGrid = {
  x: Float64Array;
  y: Float64Array;
  /** Where the pose alone has the used ones. */
  plain: { x: Float64Array; y: Float64Array };
  /** Vertices that anything drawn needs. */
  used: Int32Array;
  /** Triangles of which at least one corner moves. */
  triangles: Int32Array;
  carry(pose: FacePose, mesh: Float32Array): void;
  /** Takes the neighbours of the slit along with its edges, wherever those have been moved since. */
  settle(): void;
};

const NEIGHBOURS = 6;

export function createCarriedGrid(model: ModelFace): CarriedGrid {
  const { grid, mesh: shut } = model;
  const count = grid.x.length;
  const triangles = movingTriangles(model);
  const used = Int32Array.from(new Set(triangles)).sort();
  const guides = guidePoints(model);
  const { near, weights, depth } = bindings(model, guides, used);
  const edges = [edgeWeights(model, UPPER_INNER), edgeWeights(model, LOWER_INNER)];
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const offX = new Float64Array(shut.length / 3);
  const offY = new Float64Array(shut.length / 3);
  const needed = Int32Array.from(new Set([...guides.map(({ index }) => index), ...RIMS]));
  const plain = { x: new Float64Array(count), y: new Float64Array(count) };
  const settle = slitRim(model, used, { seen: { x, y }, plain });
  const carryEdge = (side: number, vertices: Int32Array, mesh: Float32Array) => {
    edges[side]?.forEach((column, i) => {
      const vertex = vertices[i] as number;
      let [px, py] = [0, 0];
      for (const { index, weight } of column) {
        px += weight * (mesh[index * 3] as number);
        py += weight * (mesh[index * 3 + 1] as number);
      }
      x[vertex] = px;
      y[vertex] = py;
    });
  };
  return {
    x,
    y,
    plain,
    used,
    triangles,
    carry: (pose, mesh) => {
      for (const index of needed) {
        const at = index * 3;
        const cx = shut[at] as number;
        const cy = shut[at + 1] as number;
        const cz = shut[at + 2] as number;
        offX[index] = (mesh[at] as number) - (pose.xx * cx + pose.xy * cy + pose.xz * cz + pose.x0);
        offY[index] =
          (mesh[at + 1] as number) - (pose.yx * cx + pose.yy * cy + pose.yz * cz + pose.y0);
      }
      for (let row = 0; row < used.length; row += 1) {
        const vertex = used[row] as number;
        const place = posed(pose, {
          x: grid.x[vertex] as number,
          y: grid.y[vertex] as number,
          z: depth[vertex] as number,
        });
        plain.x[vertex] = place.x;
        plain.y[vertex] = place.y;
        let { x: px, y: py } = place;
        for (let k = row * NEIGHBOURS; k < (row + 1) * NEIGHBOURS; k += 1) {
          px += (weights[k] as number) * (offX[near[k] as number] as number);
          py += (weights[k] as number) * (offY[near[k] as number] as number);
        }
        x[vertex] = px;
        y[vertex] = py;
      }
      carryEdge(1, grid.lower, mesh);
      carryEdge(0, grid.upper, mesh);
    },
    settle,
  };
}

/** The guides of every used vertex, `NEIGHBOURS` each, and its depth from theirs. */
function bindings(model: ModelFace, guides: Guide[], used: Int32Array) {
  const near = new Int32Array(used.length * NEIGHBOURS);
  const weights = new Float64Array(used.length * NEIGHBOURS);
  const depth = new Float64Array(model.grid.x.length);
  used.forEach((vertex, row) => {
    bind(model, guides, vertex).forEach(({ guide, weight }, k) => {
      near[row * NEIGHBOURS + k] = guide;
      weights[row * NEIGHBOURS + k] = weight;
      depth[vertex] = (depth[vertex] ?? 0) + weight * (model.mesh[guide * 3 + 2] ?? 0);
    });
  });
  return { near, weights, depth };
}

const RIMS = [...UPPER_INNER, ...LOWER_INNER];

function movingTriangles({ grid, moves, closing }: ModelFace): Int32Array {
  const moving = (i: number) =>
    moves.some((field) => field.x[i] !== 0 || field.y[i] !== 0) ||
    closing.some((field) => field[i] !== 0);
  const kept: number[] = [];
  for (let t = 0; t < grid.triangles.length; t += 3) {
    const corners = [...grid.triangles.subarray(t, t + 3)];
    if (corners.some(moving)) kept.push(...corners);
  }
  return Int32Array.from(kept);
}

/** −1 belongs to the upper lip, 1 to the lower, 0 to both. */
type Guide = { index: number; x: number; y: number; side: number };

function guidePoints({ mesh, frame, region, lips }: ModelFace): Guide[] {
  const guides: Guide[] = [];
  const { origin, faceHeight } = frame;
  for (let index = 0; index < 468; index += 1) {
    const x = (mesh[index * 3] ?? 0) - origin.x;
    const y = (mesh[index * 3 + 1] ?? 0) - origin.y;
    if (y < region.noseY - 0.25 * faceHeight) continue;
    if (RIMS.includes(index)) continue;
    const onLips = Math.abs(lips.uAt(x)) < 0.98;
    const side = y > lips.upper(x) ? 1 : -1;
    guides.push({ index, x, y, side: onLips ? side : 0 });
  }
  return guides;
}

function bind({ grid, lips, frame }: ModelFace, guides: Guide[], vertex: number) {
  const point = grid.local[vertex] ?? { x: 0, y: 0 };
  const on = Math.abs(lips.uAt(point.x)) < 0.98;
  const isUpper = grid.upper.includes(vertex);
  const isLower = !isUpper && grid.lower.includes(vertex);
  const below = isLower || (!isUpper && point.y > lips.upper(point.x));
  const side = on ? (below ? 1 : -1) : 0;
  const soft = (0.012 * frame.faceHeight) ** 2;
  const nearest = guides
    .filter((guide) => guide.side === 0 || side === 0 || guide.side === side)
    .map(({ index, x, y }) => ({ guide: index, far: (x - point.x) ** 2 + (y - point.y) ** 2 }))
    .sort((a, b) => a.far - b.far)
    .slice(0, NEIGHBOURS + 1);
  const edge = nearest.at(-1)?.far ?? 1;
  const raw = nearest.slice(0, NEIGHBOURS).map(({ guide, far }) => ({
    guide,
    weight: Math.max(1e-6, 1 / (far + soft) - 1 / (edge + soft)),
  }));
  const total = raw.reduce((sum, { weight }) => sum + weight, 0);
  return raw.map(({ guide, weight }) => ({ guide, weight: weight / total }));
}

/** Per column of the slit, the points along one lip's edge whose weighted mean lies there (Catmull and Rom). */
function edgeWeights({ mesh, frame, lips }: ModelFace, points: readonly number[]) {
  const xs = points.map((index) => (mesh[index * 3] ?? 0) - frame.origin.x);
  return Array.from(COLUMN_U, (u) => {
    const x = lips.xAt(u);
    let j = 0;
    while (j < xs.length - 2 && (xs[j + 1] ?? 0) <= x) j += 1;
    const [from = 0, to = 1] = [xs[j], xs[j + 1]];
    const t = Math.min(1, Math.max(0, (x - from) / (to - from || 1)));
    const spline = [
      (-t + 2 * t * t - t ** 3) / 2,
      (2 - 5 * t * t + 3 * t ** 3) / 2,
      (t + 4 * t * t - 3 * t ** 3) / 2,
      (t ** 3 - t * t) / 2,
    ];
    return spline.map((weight, k) => {
      const at = Math.min(points.length - 1, Math.max(0, j - 1 + k));
      return { index: points[at] ?? 0, weight };
    });
  });
}
