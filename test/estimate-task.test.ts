import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#/domain/ids.ts';
import { type CreateTaskInput, createTaskSchema } from '#/domain/task.ts';
import { estimateTask } from '#/services/tasks/estimate-task.ts';
import { createInstallation, type Installation } from './installation.ts';
import { makeTask } from './making.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

let installation: Installation;
let worker: WorkerProcess;
beforeAll(async () => {
  installation = await createInstallation();
  worker = await startWorker(installation);
});
afterAll(async () => {
  await worker?.[Symbol.asyncDispose]();
  await installation?.[Symbol.asyncDispose]();
});

function estimate(request: CreateTaskInput) {
  return estimateTask(installation.ctx, createTaskSchema.parse(request));
}

const SPEECH = { type: 'speech', input: { text: 'How long does this sentence take?' } } as const;

test('an estimate says nothing before a task of its kind has run, and then follows what that took', async () => {
  expect(await estimate(SPEECH)).toMatchObject({ seconds: null, wait_seconds: 0 });
  const task = await makeTask(installation.ctx, SPEECH);
  expect(task.status).toBe('completed');
  const short = await estimate(SPEECH);
  expect(short.seconds).toBeGreaterThanOrEqual(1);
  const long = await estimate({
    type: 'speech',
    input: { text: `${SPEECH.input.text} `.repeat(300) },
  });
  expect(long.output_seconds).toBeGreaterThan(100 * (short.output_seconds ?? 0));
  expect(long.seconds).toBeGreaterThan(short.seconds ?? 0);
  const video = await estimate({
    type: 'digital_human',
    input: { speech_text: 'Hello.', image: 'portrait:host' },
  });
  expect(video.seconds).toBeNull();
});

test("what is not the caller's cannot be estimated with", async () => {
  const input = { speech_text: 'Hello.', image: newId('asset') };
  await expect(estimate({ type: 'digital_human', input })).rejects.toMatchObject({
    code: 'not_found',
  });
});
