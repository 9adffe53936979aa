import { databaseNow, lockKey } from '../../data/db.ts';
import { changeTask, findTaskWithInputs } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { admitTask } from './admit-task.ts';
import { areInputsReady, findInputError } from './check-inputs.ts';
import { fillPlaces } from './enqueue.ts';
import { expectedOutputMs } from './expected-output.ts';
import { getOwnTask } from './get-own-task.ts';
import { renderTask } from './render-task.ts';

const START_OVER = {
  status: 'pending',
  stage: 'queued',
  jobId: null,
  turn: null,
  progress: 0,
  failures: 0,
  errorCode: null,
  errorDetail: null,
  startedAt: null,
  completedAt: null,
  estimatedFinishAt: null,
  engine: null,
  machine: null,
  expiresAt: null,
} as const;

/** Runs a failed or cancelled task again. @throws AppError `conflict` for one that is live or completed */
export async function retryTask(ctx: CallContext, input: { id: string }): Promise<Task> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnTask(ctx, input.id);
  await ctx.database.transaction(async (tx) => {
    const task = await findTaskWithInputs(tx, row.id);
    const problem = task && findInputError(task.inputs);
    if (problem) throw problem;
    if (!task || task.inputs.length < countReferences(task.input) || !areInputsReady(task.inputs)) {
      throw new AppError(
        'asset_missing',
        'An input file of this task is gone: upload it again and make a new task',
      );
    }
    await lockKey(tx, row.keyId);
    const reservedMs = expectedOutputMs(task.input as object, task.inputs);
    await admitTask(tx, ctx, { keyId: row.keyId, reservedMs });
    const changed = await changeTask(
      tx,
      { id: row.id, attempt: row.attempt, status: ['failed', 'cancelled'] },
      { ...START_OVER, reservedMs, queuedAt: await databaseNow(tx) },
    );
    if (!changed)
      throw new AppError(
        'conflict',
        `Only a failed or cancelled task can be retried; this one is ${row.status}`,
      );
    await fillPlaces(tx, ctx, row.keyId);
  });
  return renderTask(ctx, await getOwnTask(ctx, input.id));
}

function countReferences(input: unknown): number {
  return Object.values(input as object).filter((value) => String(value).startsWith('asset_'))
    .length;
}
