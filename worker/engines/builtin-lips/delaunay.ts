import type { Point } from './face-frame.ts';

type Triangle = { a: number; b: number; c: number; x: number; y: number; r2: number };

/**
 * Delaunay triangulation (Bowyer and Watson, incremental): vertex indices, three a triangle.
 * Meant for a few thousand points with no two alike; done once per picture.
 */
export function delaunay(points: readonly Point[]): Int32Array {
  const count = points.length;
  const all = [...points, ...superTriangle(points)];
  const first = circumscribed(all, [count, count + 1, count + 2]);
  let open: Triangle[] = first ? [first] : [];
  const done: Triangle[] = [];
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => (points[i]?.x ?? 0) - (points[j]?.x ?? 0),
  );
  for (const index of order) open = insert({ all, open, done }, index);
  const kept = [...done, ...open].filter((t) => t.a < count && t.b < count && t.c < count);
  return Int32Array.from(kept.flatMap((t) => [t.a, t.b, t.c]));
}

type Sweep = { all: Point[]; open: Triangle[]; done: Triangle[] };

/** Points come by rising x, so a triangle whose circle lies wholly to the left is final. */
function insert({ all, open, done }: Sweep, index: number): Triangle[] {
  const point = all[index] ?? { x: 0, y: 0 };
  const next: Triangle[] = [];
  const edges = new Map<number, [number, number]>();
  const stride = all.length;
  const toggle = (a: number, b: number) => {
    const key = a < b ? a * stride + b : b * stride + a;
    if (!edges.delete(key)) edges.set(key, [a, b]);
  };
  for (const triangle of open) {
    const dx = point.x - triangle.x;
    const dy = point.y - triangle.y;
    if (dx > 0 && dx * dx > triangle.r2) {
      done.push(triangle);
    } else if (dx * dx + dy * dy < triangle.r2) {
      toggle(triangle.a, triangle.b);
      toggle(triangle.b, triangle.c);
      toggle(triangle.c, triangle.a);
    } else {
      next.push(triangle);
    }
  }
  for (const [a, b] of edges.values()) {
    const made = circumscribed(all, [a, b, index]);
    if (made) next.push(made);
  }
  return next;
}

function superTriangle(points: readonly Point[]): Point[] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const size = Math.max(right - left, bottom - top) * 400;
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return [
    { x: x - size, y: y - size },
    { x, y: y + size },
    { x: x + size, y: y - size },
  ];
}

function circumscribed(all: Point[], [a, b, c]: [number, number, number]): Triangle | null {
  const p = all[a];
  const q = all[b];
  const r = all[c];
  if (!p || !q || !r) return null;
  const qx = q.x - p.x;
  const qy = q.y - p.y;
  const rx = r.x - p.x;
  const ry = r.y - p.y;
  const d = 2 * (qx * ry - qy * rx);
  if (Math.abs(d) < 1e-9) return null;
  const q2 = qx * qx + qy * qy;
  const r2 = rx * rx + ry * ry;
  const x = (ry * q2 - qy * r2) / d;
  const y = (qx * r2 - rx * q2) / d;
  return { a, b, c, x: p.x + x, y: p.y + y, r2: x * x + y * y };
}
