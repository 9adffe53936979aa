import { delaunay } from './delaunay.ts';
import { type FaceFrame, type Point, toFace, toPicture } from './face-frame.ts';
import { COLUMN_U, COLUMNS, type LipLines } from './lip-lines.ts';
import type { MobileRegion } from './mobile-region.ts';
import { spreadPoints } from './spread-points.ts';

/**
 * A triangle mesh over the whole picture, cut open along the mouth: the two edges of the slit have vertices of
 * their own, which share only the corners. Coordinates are picture pixels, pixel centres at .5.
 */
export type FaceGrid = {
  x: Float64Array;
  y: Float64Array;
  /** The same places in the face frame. */
  local: Point[];
  triangles: Int32Array;
  /** Vertices of the slit's edges, one a column. */
  upper: Int32Array;
  lower: Int32Array;
  outerUpper: Int32Array;
  outerLower: Int32Array;
  jaw: Int32Array;
  /** 1 where the mouth moves nothing. */
  pinned: Uint8Array;
};

export type GridRequest = {
  width: number;
  height: number;
  frame: FaceFrame;
  lips: LipLines;
  region: MobileRegion;
};

export function faceGrid(request: GridRequest): FaceGrid {
  const { frame, region } = request;
  const parts = placePoints(request);
  const flat = parts.all.map((point) => toPicture(frame, point));
  const triangles = delaunay(flat);
  const local = [...parts.all];
  const { upper, lower } = parts;
  if (parts.closed) {
    for (let i = 1; i < COLUMNS; i += 1) {
      local.push(local[upper[i] ?? 0] ?? { x: 0, y: 0 });
      lower[i] = local.length - 1;
    }
  }
  const kept = parts.closed
    ? cutAlongLips(triangles, { local, upper, lower }, request.lips)
    : withoutGap(triangles, local, request.lips);
  const places = local.map((point) => toPicture(frame, point));
  const pinned = local.map((point, i) => (i < parts.border || !region.moves(point) ? 1 : 0));
  for (const i of [...upper, ...lower, ...parts.outerUpper, ...parts.outerLower]) pinned[i] = 0;
  return {
    x: Float64Array.from(places, (place) => place.x),
    y: Float64Array.from(places, (place) => place.y),
    local,
    triangles: kept,
    upper,
    lower,
    outerUpper: parts.outerUpper,
    outerLower: parts.outerLower,
    jaw: parts.jaw,
    pinned: Uint8Array.from(pinned),
  };
}

type Placed = {
  all: Point[];
  border: number;
  closed: boolean;
  upper: Int32Array;
  lower: Int32Array;
  outerUpper: Int32Array;
  outerLower: Int32Array;
  jaw: Int32Array;
};

/** Border points first, then the lips and the jaw, then the filling; all in the face frame. */
function placePoints({ width, height, frame, lips, region }: GridRequest): Placed {
  const spacing = (point: Point) => wantedSpacing(frame, toFace(frame, point));
  const all = borderPoints({ width, height }, spacing).map((point) => toFace(frame, point));
  const border = all.length;
  const inside = (point: Point) => {
    const { x, y } = toPicture(frame, point);
    return x > 1 && y > 1 && x < width - 1 && y < height - 1;
  };
  const add = (points: Point[]) =>
    Int32Array.from(
      points.filter(inside).map((point) => {
        all.push(point);
        return all.length - 1;
      }),
    );
  const closed = lips.upper(lips.xAt(0)) === lips.lower(lips.xAt(0));
  const line = (curve: (x: number) => number) =>
    Array.from(COLUMN_U, (u) => ({ x: lips.xAt(u), y: curve(lips.xAt(u)) }));
  const upper = add(line(lips.upper));
  const lower = Int32Array.from(upper);
  if (!closed) lower.set(add(line(lips.lower).slice(1, -1)), 1);
  const apart = (points: Point[], distance: number) =>
    points.filter((p) => all.every((q) => Math.hypot(p.x - q.x, p.y - q.y) > distance));
  const outerUpper = add(apart(lips.outerUpper, frame.mouthWidth * 0.02));
  const outerLower = add(apart(lips.outerLower, frame.mouthWidth * 0.02));
  const jaw = add(apart(betweenPoints(region.jaw), frame.mouthWidth * 0.02));
  const taken = all.map((point) => toPicture(frame, point));
  const finest = frame.faceHeight * FINEST;
  const filling = spreadPoints({ width, height, spacing, finest, taken });
  all.push(...filling.map((point) => toFace(frame, point)));
  return { all, border, closed, upper, lower, outerUpper, outerLower, jaw };
}

const FINEST = 0.017;

/** Fine at the lips, twice that where the jaw pulls, coarse in the background. */
function wantedSpacing({ faceHeight }: FaceFrame, { x, y }: Point): number {
  const finest = faceHeight * FINEST;
  if (Math.hypot(x / 0.24, y / 0.15) < faceHeight) return finest;
  const pulled = Math.hypot(x / 0.62, (y - 0.13 * faceHeight) / 0.38) / faceHeight;
  const face = Math.hypot(x / 0.7, (y + 0.15 * faceHeight) / 0.8) / faceHeight;
  if (pulled < 1) return finest * 2;
  return finest * (face < 1.3 ? 4 : 8);
}

function borderPoints(
  { width, height }: { width: number; height: number },
  spacing: (point: Point) => number,
): Point[] {
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return corners.flatMap((from, side) => {
    const to = corners[(side + 1) % 4] ?? from;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const points: Point[] = [];
    for (let at = 0; at < length * 0.999; ) {
      const t = at / length;
      const point = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
      points.push(point);
      const step = spacing(point);
      at += length - at - step < step * 0.5 ? length : step;
    }
    return points;
  });
}

function betweenPoints(points: Point[]): Point[] {
  return points.flatMap((a, i) => {
    const b = points[i + 1];
    return b ? [a, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }] : [a];
  });
}

type Slit = { local: Point[]; upper: Int32Array; lower: Int32Array };

/** Gives the triangles below the closed mouth the lower edge's vertices. */
function cutAlongLips(triangles: Int32Array, slit: Slit, lips: LipLines): Int32Array {
  const below = new Map<number, number>();
  slit.upper.forEach((vertex, i) => {
    below.set(vertex, slit.lower[i] ?? vertex);
  });
  const cut = Int32Array.from(triangles);
  for (let t = 0; t < cut.length; t += 3) {
    const { x, y } = centroid(slit.local, cut, t);
    if (y <= lips.upper(x)) continue;
    for (let corner = t; corner < t + 3; corner += 1) {
      cut[corner] = below.get(cut[corner] ?? 0) ?? cut[corner] ?? 0;
    }
  }
  return cut;
}

function withoutGap(triangles: Int32Array, local: Point[], lips: LipLines): Int32Array {
  const kept: number[] = [];
  const [right, left] = [lips.xAt(-1), lips.xAt(1)];
  for (let t = 0; t < triangles.length; t += 3) {
    const { x, y } = centroid(local, triangles, t);
    const inGap = x > right && x < left && y > lips.upper(x) && y < lips.lower(x);
    if (!inGap) kept.push(...triangles.subarray(t, t + 3));
  }
  return Int32Array.from(kept);
}

function centroid(local: Point[], triangles: Int32Array, at: number): Point {
  let [x, y] = [0, 0];
  for (let corner = at; corner < at + 3; corner += 1) {
    const point = local[triangles[corner] ?? 0];
    x += (point?.x ?? 0) / 3;
    y += (point?.y ?? 0) / 3;
  }
  return { x, y };
}
