import type { Point } from './face-frame.ts';

/** What to fill with points: a rectangle of the picture and how far apart the points should lie where. */
export type SpreadRequest = {
  width: number;
  height: number;
  /** Wanted distance at a place, in pixels, between `finest` and eight times that. */
  spacing(point: Point): number;
  finest: number;
  /** Points already there, to keep away from; those close to each other are their maker's affair. */
  taken: readonly Point[];
};

/** Fills the inside of a picture with points on hexagonal lattices of doubling width. */
export function spreadPoints(request: SpreadRequest): Point[] {
  const near = new NearPoints(request.finest * 2);
  for (const point of request.taken) near.add(point);
  const made: Point[] = [];
  for (let level = 0; level < 4; level += 1) {
    const step = request.finest * 2 ** level;
    for (const point of lattice(request, step)) {
      const wanted = request.spacing(point);
      if (wanted < step * 0.75 && level > 0) continue;
      if (wanted >= step * 1.5 && level < 3) continue;
      if (near.within(point, step * 0.62)) continue;
      near.add(point);
      made.push(point);
    }
  }
  return made;
}

function* lattice({ width, height }: SpreadRequest, step: number): Generator<Point> {
  const rowStep = step * 0.866;
  for (let row = 1; row * rowStep < height - step * 0.4; row += 1) {
    for (let column = 1; column * step < width - step * 0.4; column += 1) {
      const shift = row % 2 === 0 ? 0 : step / 2;
      const jitter = Math.sin(row * 12.9898 + column * 78.233) * 0.02 * step;
      const x = column * step + shift + jitter;
      if (x < width - step * 0.4) yield { x, y: row * rowStep + jitter * 0.7 };
    }
  }
}

class NearPoints {
  readonly #cells = new Map<number, Point[]>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  add(point: Point): void {
    const key = this.#key(Math.floor(point.x / this.#size), Math.floor(point.y / this.#size));
    const cell = this.#cells.get(key);
    if (cell) cell.push(point);
    else this.#cells.set(key, [point]);
  }

  within(point: Point, distance: number): boolean {
    const reach = Math.ceil(distance / this.#size);
    const cx = Math.floor(point.x / this.#size);
    const cy = Math.floor(point.y / this.#size);
    for (let y = cy - reach; y <= cy + reach; y += 1) {
      for (let x = cx - reach; x <= cx + reach; x += 1) {
        const cell = this.#cells.get(this.#key(x, y)) ?? [];
        if (cell.some((other) => Math.hypot(other.x - point.x, other.y - point.y) < distance)) {
          return true;
        }
      }
    }
    return false;
  }

  #key(x: number, y: number): number {
    return y * 65536 + x;
  }
}
