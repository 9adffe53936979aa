/** A place in head space (pixels at scale 1, origin between the eyes, y down) or in the picture. */
export type Point = readonly [x: number, y: number];

export function mirror(points: readonly Point[]): Point[] {
  return points.map(([x, y]): Point => [-x, y]);
}

export function lerp(from: number, to: number, t: number): number {
  return from + (to - from) * t;
}

export function mixPoints(from: Point, to: Point, t: number): Point {
  return [lerp(from[0], to[0], t), lerp(from[1], to[1], t)];
}

export function formatNumber(value: number, digits = 1): string {
  const text = value
    .toFixed(digits)
    .replace(/\.?0+$/, (tail) => (tail.startsWith('.') ? '' : tail));
  return text === '-0' ? '0' : text;
}

function at(points: readonly Point[], index: number, closed: boolean): Point {
  const count = points.length;
  const wrapped = closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index));
  return points[wrapped] ?? [0, 0];
}

/** Numbers as short as path data allows: no blank before a sign, no zero before a point. */
export function joinNumbers(values: readonly number[], digits: number): string {
  let text = '';
  for (const value of values) {
    const written = formatNumber(value, digits).replace(/^(-?)0\./, '$1.');
    text += text === '' || written.startsWith('-') ? written : ` ${written}`;
  }
  return text;
}

/**
 * Path data of a Catmull-Rom curve through all points. Control points of neighbours mirror each
 * other, so all but the first segment are written as smooth ones, relative to what was written.
 */
export function curveThrough(
  points: readonly Point[],
  options: { closed?: boolean; digits?: number } = {},
): string {
  const { closed = false, digits = 1 } = options;
  const grid = 10 ** digits;
  const round = (value: number) => Math.round(value * grid) / grid;
  const segments = closed ? points.length : points.length - 1;
  let pen = at(points, 0, closed).map(round);
  let d = `M${joinNumbers(pen, digits)}`;
  const relative = (p: Point) => [round(p[0] - (pen[0] ?? 0)), round(p[1] - (pen[1] ?? 0))];
  for (let i = 0; i < segments; i++) {
    const before = at(points, i - 1, closed);
    const start = at(points, i, closed);
    const end = at(points, i + 1, closed);
    const after = at(points, i + 2, closed);
    const c1: Point = [start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6];
    const c2: Point = [end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6];
    const step = [...relative(c2), ...relative(end)];
    d +=
      i === 0
        ? `c${joinNumbers([...relative(c1), ...step], digits)}`
        : `s${joinNumbers(step, digits)}`;
    pen = [(pen[0] ?? 0) + (step[2] ?? 0), (pen[1] ?? 0) + (step[3] ?? 0)].map(round);
  }
  return closed ? `${d}Z` : d;
}

/** The place at t (0..1, equal share per segment) on the same curve as curveThrough draws. */
export function pointOnCurve(points: readonly Point[], t: number): Point {
  const segments = points.length - 1;
  const scaled = Math.min(segments - 1e-9, Math.max(0, t * segments));
  const i = Math.floor(scaled);
  const u = scaled - i;
  const axis = (k: 0 | 1) => {
    const p0 = at(points, i - 1, false)[k];
    const p1 = at(points, i, false)[k];
    const p2 = at(points, i + 1, false)[k];
    const p3 = at(points, i + 2, false)[k];
    return (
      p1 + 0.5 * u * (p2 - p0 + u * (2 * p0 - 5 * p1 + 4 * p2 - p3 + u * (3 * (p1 - p2) + p3 - p0)))
    );
  };
  return [axis(0), axis(1)];
}

/** One closed outline from two curves that run in the same direction. */
export function ribbon(first: readonly Point[], second: readonly Point[]): string {
  const back = curveThrough([...second].reverse());
  return `${curveThrough(first)}L${back.slice(1)}Z`;
}

/** Points written as text, 'x y, x y': a drawing's tables stay one line per curve. */
export function line(text: string): Point[] {
  return text.split(',').map((pair): Point => {
    const [x = Number.NaN, y = Number.NaN] = pair.trim().split(' ').map(Number);
    return [x, y];
  });
}
