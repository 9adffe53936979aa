import { expect, test } from 'vitest';
import { newId } from '#/domain/ids.ts';
import { type CreateTaskInput, createTaskSchema } from '#/domain/task.ts';
import { estimateTask } from '#/services/tasks/estimate-task.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { makeTask } from './making.ts';

const installation = installationWithWorker();

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
