import { lockKey } from '../../data/db.ts';
import { readKeyPlaces } from '../../data/key-loads.ts';
import { takeJob } from '../../data/task-turns.ts';
import {
  changeTask,
  findWaitingTask,
  listTaskInputs,
  type TaskWithInputs,
} from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';
import { limitsWith } from '../keys/limits-of.ts';
import { fillPlaces } from './enqueue.ts';

export type ClaimedTask = TaskWithInputs;

/**
 * Gives the caller the lease of the task's next attempt. Null when the job is out of date (the task was cancelled,
 * deleted, has expired or belongs to a later attempt), or when the key runs all that it may: then the task waits without
 * a job until one of them ends.
 * @throws Error when an operator has told this worker to drain
 */
export async function claimTask(
  app: AppContext,
  job: { taskId: string; attempt: number; machine: string; workerId?: string },
): Promise<ClaimedTask | null> {
  const waiting = await findWaitingTask(app.database.pool, job.taskId);
  if (!waiting || waiting.attempt !== job.attempt) return null;
  const { keyId } = waiting;
  return app.database.transaction(async (tx) => {
    await lockKey(tx, keyId);
    const which = { id: job.taskId, attempt: job.attempt, status: ['pending' as const] };
    const places = await readKeyPlaces(tx, keyId, job.workerId ?? '');
    const { now, running, limits } = places;
    if (places.draining) throw new Error('this worker is draining: the job goes to another');
    if (waiting.expiresAt && waiting.expiresAt < now) {
      await changeTask(tx, which, {
        status: 'failed',
        errorCode: 'task_expired',
        errorDetail: 'No worker was free before the task expired: allow more time, or add workers',
      });
      await fillPlaces(tx, app, keyId);
      return null;
    }
    if (running >= limitsWith(app.env, limits).concurrentTasks) {
      await takeJob(tx, { id: job.taskId, attempt: job.attempt });
      return null;
    }
    const claimed = await changeTask(tx, which, {
      status: 'processing',
      stage: 'preparing',
      machine: job.machine,
      startedAt: waiting.startedAt ?? now,
      attempt: job.attempt + 1,
      leaseExpiresAt: new Date(now.getTime() + app.env.MOUTHPIECE_TIMING_LEASE_MS),
    });
    if (!claimed) return null;
    return { ...claimed, inputs: waiting.hasInputs ? await listTaskInputs(tx, claimed.id) : [] };
  });
}
