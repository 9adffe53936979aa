import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import { sweepWorkFolders } from '#/services/system/sweep-work-folders.ts';
import { claimTask } from '#/services/tasks/claim-task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { recoverLostTasks } from '#/services/tasks/recover-lost-tasks.ts';
import { createInstallation, type Installation } from './installation.ts';
import { pretendWorker } from './pretend-worker.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
  await pretendWorker(installation.ctx.database);
});
afterAll(() => installation?.[Symbol.asyncDispose]());

test('a work folder stays until its attempt has ended, also when its lease could not be renewed', async () => {
  const { ctx } = installation;
  const request = createTaskSchema.parse({ type: 'speech', input: { text: 'Hello.' } });
  const { id } = await createTask(ctx, request);
  const claimed = await claimTask(ctx, { taskId: id, attempt: 0, machine: 'm' });
  expect(claimed?.attempt).toBe(1);
  const leaseExpiresAt = new Date(0);
  await ctx.database.pool.task.update({ where: { id }, data: { leaseExpiresAt } });
  for (const name of [`${id}-1`, `${id}-0`, 'anything']) await mkdir(join(ctx.paths.work, name));

  await sweepWorkFolders(ctx);
  expect(await readdir(ctx.paths.work)).toEqual([`${id}-1`]);

  const long = { ...ctx, env: { ...ctx.env, MOUTHPIECE_TIMING_LEASE_MS: 86_400_000 } };
  expect(await recoverLostTasks(long)).toBe(0);
  const short = { ...ctx, env: { ...ctx.env, MOUTHPIECE_TIMING_LEASE_MS: 1 } };
  expect(await recoverLostTasks(short)).toBe(1);
  await sweepWorkFolders(ctx);
  expect(await readdir(ctx.paths.work)).toEqual([]);
});
