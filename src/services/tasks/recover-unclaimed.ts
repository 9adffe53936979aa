import { listWaitingProbesOf } from '../../data/assets.ts';
import { changeTask, listQueuedTasksOf } from '../../data/tasks.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { sendProbe } from '../assets/recover-lost-probes.ts';
import type { AppContext } from '../context.ts';
import { sendTask } from './enqueue.ts';
import { renewEveryMs } from './lease.ts';

/**
 * Sends new jobs for tasks and uploads whose job was given to a worker that died before it could claim them: a live one
 * claims at once. Sooner than the queue would notice; a claim that comes after all wins or changes nothing.
 */
export async function recoverUnclaimed(app: AppContext): Promise<void> {
  await recoverTasks(app);
  await recoverProbes(app);
}

async function recoverTasks(app: AppContext): Promise<void> {
  const { pool } = app.database;
  const jobIds = await app.queue.listTaken(pool, 'run-task', renewEveryMs(app));
  for (const task of await listQueuedTasksOf(pool, jobIds)) {
    await passFaultPoint('unclaimed-found');
    await app.database.transaction(async (tx) => {
      const { id, attempt, jobId } = task;
      if (!jobId) return;
      const which = { id, attempt, jobId, stage: 'queued', status: ['pending' as const] };
      const sent = await sendTask(tx, app, task);
      if (await changeTask(tx, which, { jobId: sent })) await app.queue.drop(tx, 'run-task', jobId);
      else await app.queue.drop(tx, 'run-task', sent);
    });
  }
}

async function recoverProbes(app: AppContext): Promise<void> {
  const { pool } = app.database;
  const jobIds = await app.queue.listTaken(pool, 'probe-asset', renewEveryMs(app));
  for (const lease of await listWaitingProbesOf(pool, jobIds)) {
    await app.database.transaction(async (tx) => {
      await sendProbe(tx, app, lease);
      if (lease.jobId) await app.queue.drop(tx, 'probe-asset', lease.jobId);
    });
  }
}
