import { type Db, lockKey } from '../../data/db.ts';
import type { TaskLogLine } from '../../data/task-logs.ts';
import {
  changeTask,
  findTaskWithInputs,
  type Lease,
  type TaskChanges,
  type TaskWithInputs,
} from '../../data/tasks.ts';
import type { AppError } from '../../domain/errors.ts';
import { sayTaskLog } from '../../domain/task-log.ts';
import type { AppContext } from '../context.ts';
import { fillPlaces, sendTask } from './enqueue.ts';
import { LeaseLost, MAX_FAILURES } from './lease.ts';
import { sayCause } from './say-cause.ts';

export type Failure = { error: AppError; leaseExpired?: boolean };

/** Each further try comes so many times later than the one before. */
const BACKOFF = 4;

/** Ends the attempt: tried again where that can help and tries are left, failed for good otherwise. */
export async function failTask(app: AppContext, lease: Lease, failure: Failure): Promise<void> {
  const { error } = failure;
  const said = { code: error.code, detail: `${error.message}${sayCause(error.cause)}` };
  await changeAttempt(app, lease, async (tx, task) => {
    const failures = task.failures + 1;
    const which = { leaseExpired: failure.leaseExpired ?? false };
    if (error.retryable && failures < MAX_FAILURES) {
      const delayMs = app.env.MOUTHPIECE_TIMING_RETRY_MS * BACKOFF ** (failures - 1);
      const message = sayTaskLog({
        kind: 'put_back',
        attempt: task.attempt,
        ...said,
        delaySeconds: delayMs / 1000,
      });
      const back = await putBack(tx, app, { task, delayMs, note: { level: 'warn', message } });
      return { ...which, data: { ...back, failures } };
    }
    const data = {
      status: 'failed',
      failures,
      estimatedFinishAt: null,
      errorCode: error.code,
      errorDetail: error.message,
      note: { level: 'error', message: sayTaskLog({ kind: 'failed', ...said }) },
    } as const;
    return { ...which, data };
  });
}

/** Gives the task back without spending a try: the worker is going away, the task is not at fault. */
export async function handBackTask(app: AppContext, lease: Lease): Promise<void> {
  const note = { level: 'info', message: sayTaskLog({ kind: 'handed_back' }) } as const;
  await changeAttempt(app, lease, async (tx, task) => ({
    data: await putBack(tx, app, { task, note }),
  }));
}

type Decision = { data: TaskChanges; leaseExpired?: boolean };

/** Applies what `decide` says to the attempt; undoes all of it, jobs included, when the lease is not what it should be. */
async function changeAttempt(
  app: AppContext,
  lease: Lease,
  decide: (tx: Db, task: TaskWithInputs) => Promise<Decision>,
): Promise<void> {
  try {
    await app.database.transaction(async (tx) => {
      const task = await findTaskWithInputs(tx, lease.taskId);
      if (!task || task.attempt !== lease.attempt) return;
      await lockKey(tx, task.keyId);
      const { data, leaseExpired = false } = await decide(tx, task);
      const which = {
        id: task.id,
        attempt: task.attempt,
        status: ['processing' as const],
        leaseExpired,
      };
      if (!(await changeTask(tx, which, data))) throw new LeaseLost();
      await fillPlaces(tx, app, task.keyId);
    });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
  }
}

async function putBack(
  tx: Db,
  app: AppContext,
  work: { task: TaskWithInputs; delayMs?: number; note: TaskLogLine },
): Promise<TaskChanges> {
  const { task, delayMs = 0, note } = work;
  const jobId = await sendTask(tx, app, { ...task, delayMs });
  return {
    status: 'pending',
    stage: 'queued',
    jobId,
    machine: null,
    engine: null,
    estimatedFinishAt: null,
    note,
  };
}
