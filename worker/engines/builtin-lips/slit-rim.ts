import { COLUMN_U } from './lip-lines.ts';
import type { ModelFace } from './model-face.ts';

/** Places of all vertices in frame pixels: as they were seen, and as the pose alone has them. */
export type SeenAndPlain = {
  seen: { x: Float64Array; y: Float64Array };
  plain: { x: Float64Array; y: Float64Array };
};

/** How far above and below the slit vertices go with its edges, in mouth widths: further than the edges are ever shifted. */
const REACH = 0.16;
/** How far beside its corners: likewise. */
const BESIDE = 0.45;

type Rim = { vertex: number; edge: Int32Array; column: number; part: number; share: number };

/**
 * Vertices beside the slit differ from the pose as the edge of their lip does, the more the nearer they are: an edge that
 * is moved into its lip must not pass them. Returns what to call once the edges are where they shall be.
 */
export function slitRim(model: ModelFace, used: Int32Array, places: SeenAndPlain): () => void {
  const rims = rimVertices(model, used);
  const { seen, plain } = places;
  return () => {
    for (const { vertex, edge, column, part, share } of rims) {
      const a = edge[column] as number;
      const b = edge[column + 1] as number;
      for (const axis of AXES) {
        const is = seen[axis];
        const posed = plain[axis];
        const offA = (is[a] as number) - (posed[a] as number);
        const offB = (is[b] as number) - (posed[b] as number);
        const off = offA + (offB - offA) * part;
        const own = (is[vertex] as number) - (posed[vertex] as number);
        is[vertex] = (posed[vertex] as number) + own + (off - own) * share;
      }
    }
  };
}

const AXES = ['x', 'y'] as const;

function rimVertices({ grid, lips, frame }: ModelFace, used: Int32Array): Rim[] {
  const slit = new Set([...grid.upper, ...grid.lower]);
  return Array.from(used).flatMap((vertex) => {
    const { x, y } = grid.local[vertex] ?? { x: 0, y: 0 };
    const off = y - lips.upper(x);
    const u = Math.min(1, Math.max(-1, lips.uAt(x)));
    const beside = x - lips.xAt(u);
    const near = 1 - Math.hypot(off / REACH, beside / BESIDE) / frame.mouthWidth;
    if (slit.has(vertex) || near <= 0) return [];
    let column = 0;
    while (column < COLUMN_U.length - 2 && (COLUMN_U[column + 1] as number) <= u) column += 1;
    const [from, to] = [COLUMN_U[column] as number, COLUMN_U[column + 1] as number];
    const edge = off > 0 ? grid.lower : grid.upper;
    return [{ vertex, edge, column, part: (u - from) / (to - from), share: near }];
  });
}
