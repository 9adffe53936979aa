import type { Db } from '../../data/db.ts';
import { changeTask, countPendingTasks, listTasksCheckingAsset } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';
import { areInputsReady, findInputError } from './check-inputs.ts';
import { enqueueTask } from './enqueue.ts';

/** Called when an asset has been probed, in the same transaction: its waiting tasks are queued, or fail with its error. */
export async function releaseCheckedTasks(tx: Db, app: AppContext, assetId: string): Promise<void> {
  for (const task of await listTasksCheckingAsset(tx, assetId)) {
    const which = { id: task.id, stage: 'checking', status: ['pending' as const] };
    const problem = findInputError(task.inputs);
    const now = new Date();
    if (problem) {
      const error = { errorCode: problem.code, errorDetail: problem.message };
      await changeTask(tx, which, { status: 'failed', completedAt: now, ...error });
    } else if (areInputsReady(task.inputs)) {
      const backlog = await countPendingTasks(tx, task.keyId);
      const jobId = await enqueueTask(tx, app, { ...task, backlog: backlog - 1 });
      await changeTask(tx, which, { stage: 'queued', queuedAt: now, jobId });
    }
  }
}
