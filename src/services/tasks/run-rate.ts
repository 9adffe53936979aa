import type { TaskRun } from '../../data/task-runs.ts';

/** A frame of four times the pixels takes about 2.3 times as long: measured from 480 to 1,024 pixels a side. */
const PIXELS_POWER = 0.6;
/** Runs that are all alike tell nothing of what the length costs; this much of it is believed all the same. */
const LEAST_SHARE = 0.1;
const NEAREST = 15;

/**
 * Milliseconds a task works: what every task costs at its beginning and what its output costs, as a line through the
 * recent runs most like it (the median of the slopes between them, so that odd ones do not count). Null without runs.
 * `pixels` null where the size of the picture is not known.
 */
export function expectedRunMs(
  runs: TaskRun[],
  expected: { outputMs: number; pixels: number | null },
): number | null {
  const sizeOf = ({ outputMs, pixels }: { outputMs: number; pixels: number | null }) =>
    outputMs * (expected.pixels && pixels ? pixels ** PIXELS_POWER : 1);
  const size = sizeOf(expected);
  const points = runs
    .map((run) => ({ size: sizeOf(run), runMs: run.runMs }))
    .toSorted((a, b) => unlike(a.size, size) - unlike(b.size, size))
    .slice(0, NEAREST);
  const share = median(points.map((point) => point.runMs / point.size));
  if (share === null) return null;
  const slopes = points.flatMap((a, i) =>
    points
      .slice(i + 1)
      .filter((b) => b.size !== a.size)
      .map((b) => (b.runMs - a.runMs) / (b.size - a.size)),
  );
  const slope = Math.min(share, Math.max(LEAST_SHARE * share, median(slopes) ?? share));
  const beginning = median(points.map((point) => point.runMs - slope * point.size)) ?? 0;
  return Math.max(0, beginning) + slope * size;
}

function unlike(a: number, b: number): number {
  return Math.abs(Math.log(Math.max(1, a) / Math.max(1, b)));
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Pixels of a frame of the output; null where the picture is not an asset whose size is known. */
export function expectedPixels(
  resolution: string | undefined,
  picture: { width: number | null; height: number | null } | null,
): number | null {
  const exact = /^(\d+)x(\d+)$/.exec(resolution ?? '');
  if (exact) return Number(exact[1]) * Number(exact[2]);
  if (!picture?.width || !picture.height) return null;
  const short = Number.parseInt(resolution ?? '', 10) || Math.min(picture.width, picture.height);
  const scale = short / Math.min(picture.width, picture.height);
  return picture.width * picture.height * scale * scale;
}
