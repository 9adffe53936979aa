import type { AssetRow } from '../../data/assets.ts';
import {
  countLiveSlots,
  listRecentRuns,
  listTasksAhead,
  type TaskAhead,
  type TaskRun,
} from '../../data/task-runs.ts';
import type { CreateTask, TaskEstimate } from '../../domain/task.ts';
import { getOwnAsset } from '../assets/get-own-asset.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { expectedOutputMs } from './expected-output.ts';
import { expectedPixels, expectedRunMs } from './run-rate.ts';

const RUNS = 60;
const AHEAD = 500;
const REFERENCES = ['image', 'video', 'audio'] as const;

/** How long a task would take if it were created now, from what such tasks took here lately and from the queue. */
export async function estimateTask(ctx: CallContext, request: CreateTask): Promise<TaskEstimate> {
  requireScope(ctx.caller, 'create');
  const { pool } = ctx.database;
  const found = await findAssets(ctx, request.input);
  const outputMs = expectedOutputMs(request.input, found, 'usual');
  const picture = found.find(({ field }) => field !== 'audio')?.asset;
  const pixels = expectedPixels(request.options.resolution, picture ?? null);
  const [runs, ahead, slots] = await Promise.all([
    listRecentRuns(pool, { ...kindOf(request), limit: RUNS }),
    listTasksAhead(pool, AHEAD),
    countLiveSlots(pool),
  ]);
  const runMs = outputMs > 0 ? expectedRunMs(runs, { outputMs, pixels }) : null;
  const waitMs = slots > 0 ? await waitOf(ctx, ahead, slots) : null;
  return {
    seconds: runMs === null || waitMs === null ? null : toSeconds(runMs + waitMs),
    wait_seconds: waitMs === null ? null : Math.round(waitMs / 1000),
    output_seconds: outputMs > 0 ? toSeconds(outputMs) : null,
  };
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}

function kindOf({ type, input }: CreateTask): { types: readonly string[]; fromFootage: boolean } {
  return { types: alike(type), fromFootage: 'video' in input && input.video !== undefined };
}

/** Types whose work is nearly the same: what speech takes is little beside what pictures take. */
const TALKING: readonly string[] = ['lipsync', 'avatar', 'digital_human'];

function alike(type: string): readonly string[] {
  return TALKING.includes(type) ? TALKING : [type];
}

/** @throws AppError `not_found` for what is not the caller's */
async function findAssets(
  ctx: CallContext,
  input: Record<string, unknown>,
): Promise<{ field: string; asset: AssetRow }[]> {
  const named = REFERENCES.flatMap((field) => {
    const id = input[field];
    return typeof id === 'string' && id.startsWith('asset_') ? [{ field, id }] : [];
  });
  return Promise.all(
    named.map(async ({ field, id }) => ({ field, asset: await getOwnAsset(ctx, id) })),
  );
}

/** What the tasks before a new one still take, shared among the slots; null while nothing is known of one of them. */
async function waitOf(ctx: CallContext, ahead: TaskAhead[], slots: number): Promise<number | null> {
  if (ahead.length < slots) return 0;
  const known = new Map<string, TaskRun[]>();
  let sum = 0;
  for (const task of ahead) {
    const { type, fromFootage, outputMs, progress, leftMs } = task;
    const kind = `${type} ${fromFootage}`;
    const runs =
      known.get(kind) ??
      (await listRecentRuns(ctx.database.pool, { types: alike(type), fromFootage, limit: RUNS }));
    known.set(kind, runs);
    const runMs = expectedRunMs(runs, { outputMs, pixels: null });
    if (leftMs === null && runMs === null) return null;
    sum += leftMs === null ? (runMs ?? 0) * (1 - progress) : Math.max(0, leftMs);
  }
  return sum / slots;
}
