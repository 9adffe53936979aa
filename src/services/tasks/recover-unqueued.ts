import { listWaitingProbes } from '../../data/assets.ts';
import { listWaitingImports } from '../../data/imports.ts';
import { changeTask, listQueuedTasks } from '../../data/tasks.ts';
import { sendImport } from '../assets/recover-lost-imports.ts';
import { sendProbe } from '../assets/recover-lost-probes.ts';
import type { AppContext } from '../context.ts';
import { sendTask } from './enqueue.ts';

const BATCH = 500;

/** Sends new jobs for waiting tasks and uploads whose job the queue has given up or lost. @returns how many */
export async function recoverUnqueued(app: AppContext): Promise<number> {
  return (await recoverTasks(app)) + (await recoverProbes(app)) + (await recoverImports(app));
}

async function recoverTasks(app: AppContext): Promise<number> {
  const { pool } = app.database;
  let found = 0;
  for (let after = ''; ; ) {
    const page = await listQueuedTasks(pool, { after, limit: BATCH });
    const live = await app.queue.listLive(pool, 'run-task', jobIdsOf(page));
    for (const task of page.filter(({ jobId }) => !jobId || !live.has(jobId))) {
      await app.database.transaction(async (tx) => {
        const jobId = await sendTask(tx, app, task);
        const { id, attempt } = task;
        const which = { id, attempt, jobId: task.jobId, stage: 'queued' };
        await changeTask(tx, { ...which, status: ['pending'] }, { jobId });
      });
      found += 1;
    }
    const last = page.at(-1);
    if (!last || page.length < BATCH) return found;
    after = last.id;
  }
}

async function recoverProbes(app: AppContext): Promise<number> {
  const { pool } = app.database;
  const waiting = await listWaitingProbes(pool, { after: '', limit: BATCH });
  const live = await app.queue.listLive(pool, 'probe-asset', jobIdsOf(waiting));
  const lost = waiting.filter(({ jobId }) => !jobId || !live.has(jobId));
  for (const lease of lost) await app.database.transaction((tx) => sendProbe(tx, app, lease));
  return lost.length;
}

async function recoverImports(app: AppContext): Promise<number> {
  const { pool } = app.database;
  const waiting = await listWaitingImports(pool, BATCH);
  const live = await app.queue.listLive(pool, 'import-asset', jobIdsOf(waiting));
  const lost = waiting.filter(({ jobId }) => !jobId || !live.has(jobId));
  for (const { id, attempt } of lost) {
    const next = { id, attempt, delayMs: 0 };
    await app.database.transaction((tx) => sendImport(tx, app, next));
  }
  return lost.length;
}

function jobIdsOf(rows: { jobId: string | null }[]): string[] {
  return rows.flatMap(({ jobId }) => jobId ?? []);
}
