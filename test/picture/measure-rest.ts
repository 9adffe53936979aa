import type { Picture } from '../../worker/vision/face.ts';

type Place = readonly [number, number];

/** Mean difference of the pixels outside an outline, in grey levels. */
export function meanChangeOutside(a: Picture, b: Picture, outline: readonly Place[]): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < a.height; row += 1) {
    const crossings = crossingsOf(outline, row + 0.5);
    for (let column = 0; column < a.width; column += 1) {
      const before = crossings.filter((x) => x < column + 0.5).length;
      if (before % 2 === 1) continue;
      const at = (row * a.width + column) * 4;
      for (let c = at; c < at + 3; c += 1) sum += Math.abs((a.data[c] ?? 0) - (b.data[c] ?? 0));
      count += 3;
    }
  }
  return sum / count;
}

function crossingsOf(outline: readonly Place[], y: number): number[] {
  return outline.flatMap(([x0, y0], i) => {
    const [x1, y1] = outline[(i + 1) % outline.length] ?? [x0, y0];
    return y0 > y === y1 > y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)];
  });
}

/**
 * Mean step in grey levels that a change of a picture makes where it ends: at each changed pixel on the rim of the region that
 * was changed, the difference to the picture as it was.
 */
export function meanEdgeStep(changed: Picture, source: Picture): number {
  const { width, height } = source;
  const off = (at: number) => {
    let sum = 0;
    for (let c = at * 4; c < at * 4 + 3; c += 1) {
      sum += Math.abs((changed.data[c] ?? 0) - (source.data[c] ?? 0)) / 3;
    }
    return sum;
  };
  const outside = new Uint8Array(width * height);
  const steps = new Map<number, number>();
  const edge = [0];
  const reach = (at: number) => {
    if (outside[at]) return;
    const step = off(at);
    if (step > 0) steps.set(at, step);
    else edge.push(at);
    outside[at] = step > 0 ? 0 : 1;
  };
  for (let at = edge.pop(); at !== undefined; at = edge.pop()) {
    const x = at % width;
    if (x > 0) reach(at - 1);
    if (x < width - 1) reach(at + 1);
    if (at >= width) reach(at - width);
    if (at < width * (height - 1)) reach(at + width);
  }
  let sum = 0;
  for (const step of steps.values()) sum += step;
  return steps.size === 0 ? Number.NaN : sum / steps.size;
}

/**
 * How far a patch of every frame lies from where it lies on average, in pixels: the shift that explains best how it differs
 * from the mean of all (Lucas and Kanade).
 */
export function shiftsOf(
  frames: readonly Picture[],
  { middle, radius }: { middle: Place; radius: number },
): number[] {
  const patches = frames.map((frame) => greyPatch(frame, middle, radius));
  const side = 2 * radius + 1;
  const mean = Float64Array.from({ length: side * side }, (_, i) =>
    patches.reduce((sum, patch) => sum + (patch[i] ?? 0) / patches.length, 0),
  );
  return patches.map((patch) => Math.hypot(...shiftBetween(mean, patch, side)));
}

function greyPatch({ width, data }: Picture, [x, y]: Place, radius: number): Float64Array {
  const side = 2 * radius + 1;
  return Float64Array.from({ length: side * side }, (_, i) => {
    const column = Math.round(x) - radius + (i % side);
    const row = Math.round(y) - radius + Math.floor(i / side);
    const at = (row * width + column) * 4;
    return ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
  });
}

function shiftBetween(mean: Float64Array, patch: Float64Array, side: number): [number, number] {
  let [xx, xy, yy, xt, yt] = [0, 0, 0, 0, 0];
  for (let row = 1; row < side - 1; row += 1) {
    for (let column = 1; column < side - 1; column += 1) {
      const at = row * side + column;
      const dx = ((mean[at + 1] ?? 0) - (mean[at - 1] ?? 0)) / 2;
      const dy = ((mean[at + side] ?? 0) - (mean[at - side] ?? 0)) / 2;
      const dt = (patch[at] ?? 0) - (mean[at] ?? 0);
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      xt += dx * dt;
      yt += dy * dt;
    }
  }
  const det = xx * yy - xy * xy || 1;
  return [(xy * yt - yy * xt) / det, (xy * xt - xx * yt) / det];
}
