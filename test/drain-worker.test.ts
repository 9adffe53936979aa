import { beforeAll, expect, test } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import type { CallContext } from '#/services/context.ts';
import { drainMachine, enableMachine } from '#/services/machines/drain-machine.ts';
import { listMachines } from '#/services/machines/list-machines.ts';
import { getSystem } from '#/services/system/get-system.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { until } from './until.ts';

const installation = installationWithWorker();
let admin: CallContext;
beforeAll(async () => {
  admin = (await installation.asNewKey(['admin'])).ctx;
});

const speak = (ctx: CallContext) =>
  createTask(ctx, createTaskSchema.parse({ type: 'speech', input: { text: 'Yes.' } }));
const statusOf = async (id: string) => (await getTask(installation.ctx, { id })).task.status;

test('a worker that is told to drain takes nothing new until it is enabled', async () => {
  const [machine] = (await listMachines(admin)).data;
  const id = machine?.id ?? '';
  expect(machine?.slots).toHaveLength(1);
  expect(machine?.slots[0]?.pid).toBe(installation.worker.slots()[0]);
  if (process.platform === 'linux') expect(machine?.slots[0]?.memory_bytes).toBeGreaterThan(1e6);

  expect((await drainMachine(admin, { id })).state).toBe('drained');
  const waiting = [await speak(installation.ctx), await speak(installation.ctx)];
  // The jobs have been offered and given back: nothing waits in the queue to be looked at for the first time.
  await until(async () => {
    const jobs = await installation.ctx.database.pool.$queryRaw<{ tries: number; state: string }[]>`
      SELECT retry_count AS tries, state::text FROM pgboss.job WHERE name = 'run-task'`;
    return jobs.length === 2 && jobs.every(({ state }) => state !== 'active');
  });
  for (const task of waiting) expect(await statusOf(task.id)).toBe('pending');
  const { queue, parts } = await getSystem(admin);
  expect(parts.worker.state).toBe('draining');
  expect(queue.reasons).toMatchObject([{ reason: 'workers_draining', tasks: 2 }]);

  await enableMachine(admin, { id });
  for (const task of waiting) {
    await until(async () => (await statusOf(task.id)) === 'completed', 60_000);
  }
});
