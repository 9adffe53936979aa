import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { environment } from '../bin/environment.ts';
import { isAlive } from '../bin/process-alive.ts';
import { createInstallation, type Installation } from './installation.ts';
import { startTcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';
import { childrenOf, startWorker } from './worker-process.ts';

const MAIN = new URL('../worker/main.ts', import.meta.url);
const LOOK_FOR_EVER = new URL('programs/look-for-ever.ts', import.meta.url);

function forkWorker({ settings }: Installation) {
  const env = { ...environment(), ...settings, MOUTHPIECE_WORKER_SLOTS: '1' };
  return fork(MAIN, [], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

const isGone = (pid: number) => until(async () => !(await isAlive(pid)));

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
  // Whoever opens a pipe to read waits for a writer.
  const endless = join(installation.dataDir, 'endless');
  execFileSync('mkfifo', [endless]);
  const supervisor = fork(LOOK_FOR_EVER, [process.execPath, endless]);
  const ended = once(supervisor, 'exit');
  await once(supervisor, 'message');
  const [lane = 0] = childrenOf(supervisor.pid ?? 0, 'probe-lane');
  expect(lane).toBeGreaterThan(0);
  supervisor.kill('SIGKILL');
  await ended;
  await isGone(lane).catch((error: unknown) => {
    process.kill(lane, 'SIGKILL');
    throw error;
  });
});

test('a worker whose parent has gone while it starts ends by itself', async () => {
  await using installation = await createInstallation();
  const worker = forkWorker(installation);
  worker.disconnect();
  expect(await once(worker, 'exit')).toEqual([0, null]);
});

test('a worker whose parent has gone in the middle of a task does not wait for ever for a database', {
  timeout: 90_000,
}, async () => {
  await using installation = await createInstallation({ MOUTHPIECE_TIMING_DRAIN_MS: '300' });
  const proxy = await startTcpProxy(installation.databaseUrl);
  const DATABASE_URL = proxy.through(installation.databaseUrl);
  await using worker = await startWorker({ settings: { ...installation.settings, DATABASE_URL } });
  await using _ = proxy;
  const slots = worker.slots();
  const { ctx } = installation;
  const request = createTaskSchema.parse({
    type: 'digital_human',
    input: { speech_text: 'The quick brown fox. '.repeat(6), image: 'portrait:host' },
  });
  const { id } = await createTask(ctx, request);
  await until(async () => (await getTask(ctx, { id })).task.stage === 'rendering');
  proxy.silence();
  worker.child.disconnect();
  const disconnectedAt = performance.now();
  await worker.exited;
  expect(performance.now() - disconnectedAt).toBeLessThan(15_000);
  for (const slot of slots) await isGone(slot);
});
