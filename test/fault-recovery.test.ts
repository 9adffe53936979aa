import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announce } from '#/data/event-feed.ts';
import { newId } from '#/domain/ids.ts';
import { createTaskSchema, isEnded, type Task } from '#/domain/task.ts';
import { cancelTask } from '#/services/tasks/cancel-task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { listTaskLogs } from '#/services/tasks/list-task-logs.ts';
import { type FaultGround, isRunning, listLeftovers, openFaultGround } from './fault-ground.ts';
import { until } from './until.ts';
import { startWorker } from './worker-process.ts';

/** Less than a lease. */
const AWAY_MS = 400;
const LONG = 'The quick brown fox jumps over the lazy dog, again. ';

let ground: FaultGround;
beforeAll(async () => {
  ground = await openFaultGround();
});
beforeEach(async () => void (await ground.worker()));
afterAll(() => ground?.[Symbol.asyncDispose]());

const speech = () => create({ type: 'speech', input: { text: 'Hello.' } });
const video = (sentences: number) =>
  create({
    type: 'digital_human',
    input: { speech_text: LONG.repeat(sentences), image: 'portrait:host' },
    options: { resolution: '360p' },
  });

async function create(request: object): Promise<string> {
  return (await createTask(ground.installation.ctx, createTaskSchema.parse(request))).id;
}

async function read(id: string): Promise<Task> {
  return (await getTask(ground.installation.ctx, { id })).task;
}

function ended(id: string): Promise<Task> {
  return until(async () => {
    const task = await read(id);
    return isEnded(task.status) && task;
  }, 30_000);
}

const rendering = (id: string) => until(async () => (await read(id)).stage === 'rendering');

async function logOf(id: string): Promise<string[]> {
  const { data } = await listTaskLogs(ground.installation.ctx, { id });
  return data.map(({ level, attempt, message }) => `${level} ${attempt} ${message}`);
}

const nothingIsLeft = () =>
  until(async () => (await listLeftovers(ground)).length === 0).catch(async () =>
    expect(await listLeftovers(ground)).toEqual([]),
  );

describe('a failure that may pass', () => {
  test('a full disk costs a try and a pause, and the log says so without a path', async () => {
    await ground.arm('product-checked', 'full');
    const id = await speech();
    expect(await ended(id)).toMatchObject({ status: 'completed', attempts: 2 });
    expect(await logOf(id)).toEqual([
      'info 0 waiting',
      expect.stringMatching(/^info 1 try 1 started on /),
      expect.stringMatching(
        /^warn 1 try 1 failed: storage_full: .*\(ENOSPC: no space left on device, write '…'\); the next is due in 0\.1 s$/,
      ),
      expect.stringMatching(/^info 2 try 2 started on /),
      'info 2 completed',
    ]);
    await nothingIsLeft();
  });

  test('one that does not pass ends the task after three tries, with its code and reason', async () => {
    const id = await video(8);
    for (const attempts of [1, 2, 3]) {
      await until(async () => {
        const task = await read(id);
        return task.attempts === attempts && task.stage === 'rendering';
      });
      const worker = await ground.worker();
      process.kill(worker.slots().at(0) ?? 0, 'SIGKILL');
    }
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      attempts: 3,
      error: { code: 'engine_failed', retryable: true },
    });
    expect((await logOf(id)).at(-1)).toBe(
      'error 3 failed: engine_failed: The process running this task ended unexpectedly (SIGKILL)',
    );
    await nothingIsLeft();
  });
});

describe('a slot that misbehaves', () => {
  test('one that ignores cancel is killed, and the next task finds another', async () => {
    const id = await video(8);
    await rendering(id);
    const worker = await ground.worker();
    const [slot = 0] = worker.slots();
    process.kill(slot, 'SIGSTOP');
    await cancelTask(ground.installation.ctx, { id });
    const cancelledAt = performance.now();
    await until(() => !isRunning(slot));
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
    expect(await ended(await speech())).toMatchObject({ status: 'completed', attempts: 1 });
    await nothingIsLeft();
  });
});

describe('a database that goes away', () => {
  test('its connections cut under a running task cost nothing, and a cancel after it is heard', {
    timeout: 60_000,
  }, async () => {
    const kept = await video(3);
    await rendering(kept);
    await goAway();
    expect(await ended(kept)).toMatchObject({ status: 'completed' });
    expect((await logOf(kept)).filter((line) => line.startsWith('warn'))).toEqual([]);
    const cancelled = await video(8);
    await rendering(cancelled);
    await goAway();
    await until(() => cancelTask(ground.installation.ctx, { id: cancelled }).catch(() => null));
    expect(await ended(await speech())).toMatchObject({ status: 'completed' });
    await nothingIsLeft();
  });

  test('away at the moment of the commit, it gets the result once, when it is back', {
    timeout: 60_000,
  }, async () => {
    await ground.arm('product-stored', 'hold');
    const id = await speech();
    await ground.hit('product-stored');
    await goAway(() => ground.letGo('product-stored'));
    expect(await ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
    await nothingIsLeft();
  });
});

describe('a worker that was away', () => {
  test('stopped for longer than its lease, it changes nothing when it goes on', {
    timeout: 60_000,
  }, async () => {
    await ground.arm('product-stored', 'hold');
    const id = await speech();
    await ground.hit('product-stored');
    const zombie = await ground.worker();
    process.kill(zombie.child.pid ?? 0, 'SIGSTOP');
    await using other = await startWorker(ground.installation);
    const done = await ended(id);
    expect(done).toMatchObject({ status: 'completed', attempts: 2 });
    const before = await logOf(id);
    await ground.letGo('product-stored');
    process.kill(zombie.child.pid ?? 0, 'SIGCONT');
    await nothingIsLeft();
    expect(await read(id)).toEqual(done);
    expect(await logOf(id)).toEqual(before);
    expect(await other.stop()).toBe(0);
  });
});

describe('news that comes late', () => {
  test('of what was before an attempt does not end it', async () => {
    const { ctx } = ground.installation;
    await ground.arm('task-staged', 'hold');
    const id = await speech();
    await ground.hit('task-staged');
    const late = { taskId: id, keyId: ctx.caller.keyId, version: 1, status: 'pending', attempt: 0 };
    const told = new Promise((resolve) => ctx.feed.on(id, resolve));
    await announce(ctx.database.pool, late);
    await told;
    await ground.letGo('task-staged');
    expect(await ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
  });
});

describe('work that nobody would do', () => {
  test('a waiting task whose job was lost is sent again when a worker starts', async () => {
    const { ctx } = ground.installation;
    await ground.arm('task-staged', 'hold');
    const holding = await speech();
    await ground.hit('task-staged');
    const id = await speech();
    await ctx.database.pool.$executeRaw`DELETE FROM pgboss.job WHERE data->>'taskId' = ${id}`;
    await (await ground.worker()).kill();
    expect(await ended(id)).toMatchObject({ status: 'completed' });
    expect(await ended(holding)).toMatchObject({ status: 'completed' });
  });

  test('a folder that a dead worker left is removed, one that is in use is not', async () => {
    const { ctx } = ground.installation;
    await ground.arm('task-staged', 'hold');
    const id = await speech();
    await ground.hit('task-staged');
    await mkdir(join(ctx.paths.work, `${newId('task')}-1`));
    await using _second = await startWorker(ground.installation);
    await until(async () => (await listLeftovers(ground)).length === 1);
    expect(await listLeftovers(ground)).toEqual([`work folder ${id}-1`]);
    await ground.letGo('task-staged');
    expect(await ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
    await nothingIsLeft();
  });
});

/** What a restart of the server does to everyone: they are cut off, and turned away for a moment. */
async function goAway(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const url = new URL(ground.installation.databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    name,
  ]);
  await meanwhile();
  await delay(AWAY_MS);
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await client.end();
}
