import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBatchSchema } from '#/domain/batch.ts';
import { AppError } from '#/domain/errors.ts';
import { createTaskSchema } from '#/domain/task.ts';
import { parseEnv } from '#/env.ts';
import { createBatch } from '#/services/batches/create-batch.ts';
import { type CallContext, openAppContext } from '#/services/context.ts';
import { getSystem } from '#/services/system/get-system.ts';
import { cancelTask } from '#/services/tasks/cancel-task.ts';
import { claimTask } from '#/services/tasks/claim-task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { failTask } from '#/services/tasks/fail-task.ts';
import { releaseHeldTasks } from '#/services/tasks/release-held-tasks.ts';
import { type Hands, startHands } from './hands.ts';
import { createInstallation, type Installation } from './installation.ts';
import { pretendWorker } from './pretend-worker.ts';
import { until } from './until.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
  await pretendWorker(installation.ctx.database);
});
afterAll(() => installation?.[Symbol.asyncDispose]());

const rows = () => installation.ctx.database.pool.task;

async function newKey(concurrent?: number): Promise<CallContext> {
  const { ctx } = await installation.asNewKey();
  if (concurrent !== undefined) await setLimit(ctx, concurrent);
  return ctx;
}

async function setLimit({ caller, database }: CallContext, concurrent: number): Promise<void> {
  const data = { limits: { concurrent_tasks: concurrent } };
  await database.pool.key.update({ where: { id: caller.keyId }, data });
}

async function speak(ctx: CallContext, priority = 'normal'): Promise<string> {
  const request = { type: 'speech', input: { text: 'Hello.' }, priority };
  return (await createTask(ctx, createTaskSchema.parse(request))).id;
}

async function speakTimes(ctx: CallContext, times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < times; i++) ids.push(await speak(ctx));
  return ids;
}

const countOf = ({ caller }: CallContext, where: object) =>
  rows().count({ where: { keyId: caller.keyId, ...where } });

async function countWaitingForLocks(): Promise<number> {
  const waiting = await installation.ctx.database.pool.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return waiting.length;
}

const RUNNING = { status: 'processing' };
const HELD = { status: 'pending', stage: 'queued', jobId: null, attempt: 0, failures: 0 };
const SENT = { status: 'pending', jobId: { not: null } };

describe('the tasks of one key that run at once', () => {
  test('are as many as it may, however many workers take them; the next begins when one ends', async () => {
    await using first = await startHands(installation, 3);
    await using second = await startHands(installation, 3);
    const begun = () => [...first.begun, ...second.begun];
    const finish = (id: string) => (first.begun.includes(id) ? first : second).finish(id);
    const busy = await newKey(3);
    const other = await newKey();
    const ids = await speakTimes(busy, 7);
    await until(() => begun().length === 3);
    expect(await countOf(busy, HELD)).toBe(4);
    expect(await countOf(busy, SENT)).toBe(0);

    const overtaking = await speak(other);
    await until(() => begun().includes(overtaking));
    expect(await countOf(busy, RUNNING)).toBe(3);
    for (const ended of ids) {
      await until(() => begun().includes(ended));
      await finish(ended);
      expect(await countOf(busy, RUNNING)).toBeLessThanOrEqual(3);
    }
    await finish(overtaking);
    expect(
      begun()
        .filter((id) => ids.includes(id))
        .toSorted(),
    ).toEqual(ids);
    expect(await countOf(busy, { status: 'completed', attempt: 1 })).toBe(7);
  });

  test('stay within a limit that was lowered, though two workers claim at once, and no try is spent', async () => {
    const key = await newKey(3);
    const ids = await speakTimes(key, 3);
    await setLimit(key, 1);
    const settings = parseEnv(installation.settings);
    await using one = await openAppContext('worker', settings);
    await using two = await openAppContext('worker', settings);
    const job = { attempt: 0, machine: 'm' };
    let first: Promise<unknown> | undefined;
    let second: Promise<unknown> | undefined;
    // The first claim is stopped between its look at what runs and its change, and the second comes meanwhile.
    await installation.ctx.database.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM tasks WHERE id = ${ids[0]} FOR UPDATE`;
      first = claimTask(one, { taskId: ids[0] ?? '', ...job });
      await until(async () => (await countWaitingForLocks()) === 1);
      second = claimTask(two, { taskId: ids[1] ?? '', ...job });
      const done = second.then(() => true);
      await until(async () => (await countWaitingForLocks()) === 2 || Promise.race([done, false]));
    });
    expect(await first).not.toBeNull();
    expect(await second).toBeNull();
    expect(await claimTask(two, { taskId: ids[2] ?? '', ...job })).toBeNull();
    expect(await countOf(key, RUNNING)).toBe(1);
    expect(await countOf(key, HELD)).toBe(2);

    await releaseHeldTasks(installation.ctx);
    expect(await countOf(key, HELD)).toBe(2);
    await setLimit(key, 2);
    await releaseHeldTasks(installation.ctx);
    expect(await countOf(key, HELD)).toBe(1);
    await setLimit(key, 1_000_000);
    await releaseHeldTasks(installation.ctx);
    expect(await countOf(key, HELD)).toBe(0);
    for (const id of ids) await cancelTask(key, { id });
  });

  test('make room by every way in which a task ends or pauses, the most urgent first', async () => {
    const key = await newKey(1);
    const [first = '', second = '', third = ''] = await speakTimes(key, 3);
    const urgent = await speak(key, 'high');
    const sent = async () =>
      (await rows().findFirst({ where: { keyId: key.caller.keyId, ...SENT, failures: 0 } }))?.id;
    expect(await sent()).toBe(first);
    await cancelTask(key, { id: first });
    expect(await sent()).toBe(urgent);
    const lease = { taskId: urgent, attempt: 1 };
    await claimTask(key, { taskId: urgent, attempt: 0, machine: 'm' });
    expect(await sent()).toBeUndefined();
    await failTask(key, lease, { error: new AppError('engine_failed', 'may pass') });
    expect(await sent()).toBe(second);
    await rows().update({ where: { id: second }, data: { expiresAt: new Date(0) } });
    expect(await claimTask(key, { taskId: second, attempt: 0, machine: 'm' })).toBeNull();
    expect(await sent()).toBe(third);

    await claimTask(key, { taskId: third, attempt: 0, machine: 'm' });
    expect(await claimTask(key, { taskId: urgent, attempt: 1, machine: 'm' })).toBeNull();
    expect(await rows().findUnique({ where: { id: urgent } })).toMatchObject({
      jobId: null,
      failures: 1,
    });
    await failTask(key, { taskId: third, attempt: 1 }, { error: new AppError('no_face', 'final') });
    expect((await claimTask(key, { taskId: urgent, attempt: 1, machine: 'm' }))?.attempt).toBe(2);
    await cancelTask(key, { id: urgent });
  });

  test('are told from a lack of slots by the reason that the system gives', async () => {
    const key = await newKey(1);
    const ids = await speakTimes(key, 3);
    await claimTask(key, { taskId: ids[0] ?? '', attempt: 0, machine: 'm' });
    const { queue } = await getSystem(key);
    expect(queue.reasons).toMatchObject([{ reason: 'key_at_limit', tasks: 2 }]);
    for (const id of ids.toReversed()) await cancelTask(key, { id });
  });
});

describe('a key with 1,000 waiting tasks', () => {
  let crowd: CallContext;
  beforeAll(async () => {
    crowd = await newKey();
    const request = { type: 'speech', input: { text: 'Hello.' } };
    const tasks = Array.from({ length: 500 }, () => request);
    for (let i = 0; i < 2; i++) await createBatch(crowd, createBatchSchema.parse({ tasks }));
  }, 180_000);

  test('may not have another, and is told what to do', async () => {
    const refused = speak(crowd);
    await expect(refused).rejects.toMatchObject({ code: 'quota_exceeded', retryAfterS: 30 });
    await expect(refused).rejects.toThrow(/has 1000 tasks waiting and may have 1000.*cancel some/);
  });

  test('delays the first of another key by no more than the task that runs', async () => {
    await using hand = await startHands(installation, 1);
    for (let round = 0; round < 3; round++) {
      const running = await lastBegun(hand, round * 2 + 1);
      const theirs = await speak(await newKey());
      await hand.finish(running);
      expect(await lastBegun(hand, round * 2 + 2)).toBe(theirs);
      await hand.finish(theirs);
    }
  });

  test('is itself not held up for ever by keys that always have one more', async () => {
    await using hand = await startHands(installation, 1);
    const others = [await newKey(), await newKey()];
    for (const other of others) await speakTimes(other, 1);
    const mine: string[] = [];
    for (let i = 0; i < 9; i++) {
      const running = await lastBegun(hand, i + 1);
      const task = await rows().findUniqueOrThrow({ where: { id: running } });
      if (task.keyId === crowd.caller.keyId) mine.push(running);
      const other = others.find(({ caller }) => caller.keyId === task.keyId);
      if (other) await speak(other);
      await hand.finish(running);
    }
    expect(mine.length).toBeGreaterThanOrEqual(3);
  });
});

function lastBegun({ begun }: Hands, count: number): Promise<string> {
  return until(() => (begun.length === count && begun.at(-1)) || null);
}
