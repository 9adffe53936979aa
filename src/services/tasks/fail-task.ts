import type { Db } from '../../data/db.ts';
import {
  changeTask,
  countPendingTasks,
  findTaskWithInputs,
  type Lease,
  type TaskWithInputs,
} from '../../data/tasks.ts';
import type { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { enqueueTask } from './enqueue.ts';
import { MAX_FAILURES } from './lease.ts';

export type Failure = { error: AppError; leaseExpired?: boolean };

/** Ends the attempt: tried again where that can help and tries are left, failed for good otherwise. */
export function failTask(app: AppContext, lease: Lease, failure: Failure): Promise<void> {
  return app.database.transaction(async (tx) => {
    const task = await findTaskWithInputs(tx, lease.taskId);
    if (!task || task.attempt !== lease.attempt) return;
    const failures = task.failures + 1;
    if (failure.error.retryable && failures < MAX_FAILURES) {
      await putBack(tx, app, { task, failure, failures });
      return;
    }
    await changeTask(tx, whichOf(lease, failure), {
      status: 'failed',
      failures,
      completedAt: new Date(),
      estimatedFinishAt: null,
      errorCode: failure.error.code,
      errorDetail: failure.error.message,
    });
  });
}

/** Gives the task back without spending a try: the worker is going away, the task is not at fault. */
export function handBackTask(app: AppContext, lease: Lease): Promise<void> {
  return app.database.transaction(async (tx) => {
    const task = await findTaskWithInputs(tx, lease.taskId);
    if (task?.attempt === lease.attempt) await putBack(tx, app, { task, failures: task.failures });
  });
}

async function putBack(
  tx: Db,
  app: AppContext,
  work: { task: TaskWithInputs; failure?: Failure; failures: number },
): Promise<void> {
  const { task, failure, failures } = work;
  const backlog = await countPendingTasks(tx, task.keyId);
  const jobId = await enqueueTask(tx, app, { ...task, backlog });
  await changeTask(tx, whichOf({ taskId: task.id, attempt: task.attempt }, failure), {
    status: 'pending',
    stage: 'queued',
    failures,
    jobId,
    machine: null,
    engine: null,
    estimatedFinishAt: null,
  });
}

function whichOf(lease: Lease, failure: Failure | undefined) {
  return {
    id: lease.taskId,
    attempt: lease.attempt,
    status: ['processing' as const],
    leaseExpired: failure?.leaseExpired ?? false,
  };
}
