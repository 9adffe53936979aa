import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeAsset, insertAsset } from '#/data/assets.ts';
import { newId } from '#/domain/ids.ts';
import { createTaskSchema, type Task } from '#/domain/task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { releaseCheckedTasks } from '#/services/tasks/release-checked-tasks.ts';
import { createInstallation, type Installation } from './installation.ts';
import { pretendWorker } from './pretend-worker.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
  await pretendWorker(installation.ctx.database);
});
afterAll(() => installation[Symbol.asyncDispose]());

async function insertProbing(): Promise<string> {
  const { ctx } = installation;
  const id = newId('asset');
  const row = { id, keyId: ctx.caller.keyId, status: 'probing', filename: 'a.wav', blob: id };
  await insertAsset(ctx.database.pool, row);
  return id;
}

const request = (audio: string) =>
  createTaskSchema.parse({ type: 'lipsync', input: { image: 'portrait:host', audio } });

test('a task created while its input is just becoming ready does not wait for ever', async () => {
  const { ctx } = installation;
  const audio = await insertProbing();
  let creating: Promise<Task> | undefined;
  await ctx.database.transaction(async (tx) => {
    await changeAsset(tx, { id: audio, status: 'probing' }, { status: 'ready', kind: 'audio' });
    await releaseCheckedTasks(tx, ctx, audio);
    creating = createTask(ctx, request(audio));
    await Promise.race([creating, new Promise((resolve) => setTimeout(resolve, 300))]);
  });
  expect(await creating).toMatchObject({ status: 'pending', stage: 'queued' });
});

test('a task that waits for its input is queued with the transaction that makes the input ready', async () => {
  const { ctx } = installation;
  const audio = await insertProbing();
  const { id, stage } = await createTask(ctx, request(audio));
  expect(stage).toBe('checking');
  await ctx.database.transaction(async (tx) => {
    await changeAsset(tx, { id: audio, status: 'probing' }, { status: 'ready', kind: 'audio' });
    await releaseCheckedTasks(tx, ctx, audio);
  });
  expect(await ctx.database.pool.task.findUnique({ where: { id } })).toMatchObject({
    stage: 'queued',
  });
});

test('an input of the wrong kind is refused, with a pointer to it', async () => {
  const { ctx } = installation;
  const audio = await insertProbing();
  await changeAsset(
    ctx.database.pool,
    { id: audio, status: 'probing' },
    { status: 'ready', kind: 'image' },
  );
  await expect(createTask(ctx, request(audio))).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ pointer: '/input/audio' }],
  });
});

test('what a key may not see does not exist for its tasks', async () => {
  const { ctx } = await installation.asNewKey();
  const audio = await insertProbing();
  await expect(createTask(ctx, request(audio))).rejects.toMatchObject({
    code: 'validation_failed',
  });
});
