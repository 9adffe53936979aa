import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from '#/env.ts';
import { type AppContext, openAppContext } from '#/services/context.ts';
import { type ClaimedTask, claimTask } from '#/services/tasks/claim-task.ts';
import { completeTask } from '#/services/tasks/complete-task.ts';
import type { Installation } from './installation.ts';
import { until } from './until.ts';

export type Hands = AsyncDisposable & {
  /** Tasks in the order in which they were begun. */
  begun: string[];
  /** Ends a task that was begun, as completed. */
  finish(taskId: string): Promise<void>;
};

/** Ends a claimed task as completed, with a file that is no media. */
export async function finishTask(app: AppContext, task: ClaimedTask): Promise<void> {
  const folder = join(app.paths.work, task.id);
  await mkdir(folder);
  const path = join(folder, 'made.wav');
  await writeFile(path, 'made');
  const looks = { width: null, height: null, fps: null, videoCodec: null, audioCodec: 'pcm' };
  await completeTask(
    app,
    { taskId: task.id, attempt: task.attempt },
    {
      ...{ keyId: task.keyId, path, filename: 'made.wav', engine: 'hands' },
      ...{ thumbnailPath: null, captionsPath: null, timing: null },
      probe: { kind: 'audio', mime: 'audio/wav', durationMs: 1000, ...looks },
    },
  );
}

/** A worker's hands without media: they take jobs from the real queue, claim their tasks, and work until told to end. */
export async function startHands(
  installation: Pick<Installation, 'settings'>,
  count: number,
): Promise<Hands> {
  const app = await openAppContext('worker', parseEnv(installation.settings));
  const ends = new Map<string, () => void>();
  const begun: string[] = [];
  const closing = Promise.withResolvers<void>();
  const running = new Set<Promise<void>>();
  const work = async (job: { taskId: string; attempt: number }) => {
    const task = await claimTask(app, { ...job, machine: 'hands' });
    if (!task) return;
    const end = Promise.withResolvers<void>();
    ends.set(task.id, end.resolve);
    begun.push(task.id);
    await Promise.race([end.promise, closing.promise]);
    await finishTask(app, task);
  };
  await app.queue.work('run-task', count, (job) => {
    const done = work(job);
    running.add(done);
    return done.finally(() => running.delete(done));
  });
  return {
    begun,
    async finish(taskId) {
      const end = await until(() => ends.get(taskId) ?? null);
      end();
      const where = { id: taskId, status: 'completed' };
      await until(async () => (await app.database.pool.task.count({ where })) === 1);
    },
    async [Symbol.asyncDispose]() {
      await app.queue.pause();
      closing.resolve();
      await Promise.allSettled(running);
      await app[Symbol.asyncDispose]();
    },
  };
}
