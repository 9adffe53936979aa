import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { environment } from '../bin/environment.ts';
import { isAlive } from '../bin/process-alive.ts';
import { createTestDatabase } from './database.ts';
import { createInstallation, type Installation } from './installation.ts';
import { until } from './until.ts';
import { childrenOf, startWorker } from './worker-process.ts';

const MAIN = new URL('../worker/main.ts', import.meta.url);
const LOOK_FOR_EVER = new URL('programs/look-for-ever.ts', import.meta.url);

function forkWorker({ settings }: Installation) {
  const env = { ...environment(), ...settings, MOUTHPIECE_WORKER_SLOTS: '1' };
  return fork(MAIN, [], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

const isGone = (pid: number) => until(async () => !(await isAlive(pid)));

/** The end of a pipe whose reader waits for what will never come; null while nobody reads. */
function openedForReading(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}

test('a slot that is still starting ends with its supervisor', async () => {
  await using installation = await createInstallation();
  const supervisor = forkWorker(installation);
  const ended = once(supervisor, 'exit');
  const slot = await until(() => childrenOf(supervisor.pid ?? 0, 'slot.ts').at(0) ?? null);
  supervisor.kill('SIGKILL');
  await ended;
  await isGone(slot);
});

test('a lane that hears nothing, in the middle of a file, ends with its supervisor', async () => {
  await using installation = await createInstallation();
  const path = join(installation.dataDir, 'endless');
  execFileSync('mkfifo', [path]);
  const supervisor = fork(LOOK_FOR_EVER, [path]);
  const ended = once(supervisor, 'exit');
  const lane = await until(() => childrenOf(supervisor.pid ?? 0, 'probe-lane').at(0) ?? null);
  const opened = await until(() => openedForReading(path));
  supervisor.kill('SIGKILL');
  await ended;
  await isGone(lane);
  closeSync(opened);
});

test('a worker whose parent has gone while it starts ends by itself', async () => {
  await using installation = await createInstallation();
  const worker = forkWorker(installation);
  worker.disconnect();
  expect(await once(worker, 'exit')).toEqual([0, null]);
});

test('a worker whose parent and database have gone in the middle of a task does not wait for them', {
  timeout: 90_000,
}, async () => {
  await using database = await createTestDatabase();
  await using installation = await createInstallation(
    { MOUTHPIECE_TIMING_DRAIN_MS: '300' },
    database,
  );
  await using worker = await startWorker(installation);
  const slots = worker.slots();
  const { ctx } = installation;
  const request = createTaskSchema.parse({
    type: 'digital_human',
    input: { speech_text: 'The quick brown fox. '.repeat(20), image: 'portrait:host' },
  });
  const { id } = await createTask(ctx, request);
  await until(async () => (await getTask(ctx, { id })).task.stage === 'rendering');
  await database.dispose();
  worker.child.disconnect();
  await worker.exited;
  for (const slot of slots) await isGone(slot);
});
