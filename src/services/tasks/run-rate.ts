import type { TaskRun } from '../../data/task-runs.ts';

const NEIGHBOURS = 7;

/**
 * Milliseconds of work per millisecond of output: the median of the runs most like the one expected, so that what every
 * task costs at its beginning is in it. Null without runs. `pixels` null where the size of the picture is not known.
 */
export function rateOf(
  runs: TaskRun[],
  expected: { outputMs: number; pixels: number | null },
): number | null {
  const { outputMs, pixels } = expected;
  const unlike = (run: TaskRun) =>
    Math.abs(Math.log(run.outputMs / Math.max(1, outputMs))) +
    (pixels ? Math.abs(Math.log(run.pixels / pixels)) : 0);
  const rates = runs
    .toSorted((a, b) => unlike(a) - unlike(b))
    .slice(0, NEIGHBOURS)
    .map((run) => (run.runMs / run.outputMs) * (pixels ? pixels / run.pixels : 1))
    .toSorted((a, b) => a - b);
  return rates[Math.floor(rates.length / 2)] ?? null;
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
