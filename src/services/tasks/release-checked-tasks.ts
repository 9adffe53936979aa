import { type Db, databaseNow, lockKey } from '../../data/db.ts';
import { changeTask, listTasksCheckingAsset, type TaskWithInputs } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { admitTask } from './admit-task.ts';
import { areInputsReady, findInputError } from './check-inputs.ts';
import { fillPlaces } from './enqueue.ts';
import { expectedOutputMs } from './expected-output.ts';

/** Called when an asset has been probed, in the same transaction: its waiting tasks are queued, or fail with its error. */
export async function releaseCheckedTasks(tx: Db, app: AppContext, assetId: string): Promise<void> {
  for (const task of await listTasksCheckingAsset(tx, assetId)) await release(tx, app, task);
}

async function release(tx: Db, app: AppContext, task: TaskWithInputs): Promise<void> {
  const which = { id: task.id, stage: 'checking', status: ['pending' as const] };
  const now = await databaseNow(tx);
  try {
    const problem = findInputError(task.inputs);
    if (problem) throw problem;
    if (!areInputsReady(task.inputs)) return;
    await lockKey(tx, task.keyId);
    const reservedMs = expectedOutputMs(task.input as object, task.inputs);
    await admitTask(tx, app, { ...task, reservedMs, admitted: task });
    await changeTask(tx, which, { stage: 'queued', queuedAt: now, reservedMs });
    await fillPlaces(tx, app, task.keyId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const said = { errorCode: error.code, errorDetail: error.message };
    await changeTask(tx, which, { status: 'failed', completedAt: now, ...said });
  }
}
