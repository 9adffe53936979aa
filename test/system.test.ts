import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#/domain/ids.ts';
import type { Machine } from '#/domain/machine.ts';
import type { System } from '#/domain/system.ts';
import { startTestServer, type TestServer } from './api-server.ts';

const ENGINE = {
  name: 'test-engine',
  version: '1',
  stages: ['speech', 'lips'],
  inputs: {},
  options: {},
};
const SPEECH_ONLY = { ...ENGINE, name: 'talker', stages: ['speech'] };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const rows = () => server.app.database.pool;

async function announce(worker: {
  machine: string;
  slots?: number;
  busy?: number;
  engine?: typeof ENGINE;
  silentS?: number;
  taskId?: string;
}): Promise<string> {
  const { machine, slots = 1, busy = 0, engine = ENGINE, silentS = 0, taskId } = worker;
  const id = newId('worker');
  await rows().worker.create({
    data: {
      ...{ id, machine, slots, busy },
      capabilities: { engines: [engine], voices: [] },
      slotStates: [{ pid: 4711, memory_bytes: 300_000_000, task_id: taskId ?? null }],
      startedAt: new Date(Date.now() - silentS * 1000 - 60_000),
      seenAt: new Date(Date.now() - silentS * 1000 + (silentS === 0 ? 600_000 : 0)),
    },
  });
  return id;
}

type Fields = Record<string, unknown>;

async function addTask(keyId: string, fields: Fields): Promise<string> {
  const id = newId('task');
  const stage = fields.status === 'pending' ? 'queued' : 'rendering';
  await rows().task.create({
    data: {
      ...{ id, keyId, type: 'lipsync', stage, input: {}, options: {}, metadata: {} },
      jobId: stage === 'queued' ? 'job' : null,
      priority: 'normal',
      ...fields,
    },
  });
  return id;
}

async function newKey(): Promise<{ id: string; secret: string }> {
  const { body } = await server.call('POST', '/api/v1/keys', { body: { name: 'test' } });
  return { id: String(body.id), secret: String(body.secret) };
}

async function readSystem(key?: string): Promise<System> {
  const answer = await server.call('GET', '/api/v1/system', key ? { key } : {});
  expect(answer.status).toBe(200);
  return answer.body as unknown as System;
}

describe('the state of the system', () => {
  // First, since these figures are kept for ten seconds.
  test('adds up the week, for all and for one key', async () => {
    const mine = await newKey();
    const theirs = await newKey();
    const now = Date.now();
    const ended = (ago: number, fields: Fields): Fields => ({
      status: 'completed',
      createdAt: new Date(now - ago - 30_000),
      startedAt: new Date(now - ago - 20_000),
      completedAt: new Date(now - ago),
      reservedMs: 60_000,
      ...fields,
    });
    const day = 86_400_000;
    await addTask(mine.id, ended(0, {}));
    await addTask(mine.id, ended(2 * day, { type: 'speech', reservedMs: 30_000 }));
    await addTask(mine.id, ended(30 * day, {}));
    await addTask(theirs.id, ended(0, {}));
    await addTask(theirs.id, ended(0, { status: 'failed', errorCode: 'no_face', reservedMs: 0 }));
    const { week, scope, storage } = await readSystem();
    expect(scope).toBe('everything');
    expect(week).toMatchObject({ videos: 2, recordings: 1, minutes: 2.5, failed: 1 });
    expect(week.failures).toEqual([{ code: 'no_face', tasks: 1 }]);
    expect(week.days).toHaveLength(7);
    expect(week.days[6]).toMatchObject({
      date: new Date(now).toISOString().slice(0, 10),
      videos: 2,
    });
    expect(week.days[4]).toMatchObject({ videos: 0, recordings: 1, minutes: 0.5 });
    expect(week.wait_seconds.p50).toBeCloseTo(10, 0);
    expect(week.work_seconds.p95).toBeCloseTo(20, 0);
    expect(storage.disk_free_bytes).toBeGreaterThan(0);
    expect(storage.database_bytes).toBeGreaterThan(0);

    const own = await readSystem(mine.secret);
    expect(own).toMatchObject({ scope: 'own', machines: null });
    expect(own.week).toMatchObject({ videos: 1, recordings: 1, failed: 0, failures: [] });
    expect(own.storage).toMatchObject({ disk_free_bytes: null, database_bytes: null });
    await rows().task.deleteMany();
  });

  test('says in sentences that no worker is there, and that work waits for one', async () => {
    const mine = await newKey();
    await addTask(mine.id, { status: 'pending', createdAt: new Date(Date.now() - 90_000) });
    const system = await readSystem();
    expect(system.status).toBe('down');
    expect(system.parts.worker).toEqual({ state: 'down', sentence: 'No worker is running' });
    expect(system.parts.database.state).toBe('ok');
    expect(system.parts.storage.state).toBe('ok');
    expect(system.queue).toMatchObject({
      waiting: 1,
      running: 0,
      reasons: [{ reason: 'no_worker', tasks: 1, sentence: 'No worker is running' }],
    });
    expect(system.queue.oldest_wait_seconds).toBeGreaterThanOrEqual(89);
    await rows().task.deleteMany();
  });

  test('tells why each group of tasks waits, worst first', async () => {
    const mine = await newKey();
    const talker = await announce({ machine: 'talker', engine: SPEECH_ONLY });
    const full = await announce({ machine: 'full', busy: 1 });
    for (const fields of [
      { status: 'pending' },
      { status: 'pending' },
      { status: 'pending', stage: 'checking' },
      { status: 'pending', options: { engine: 'unheard-of' } },
      { status: 'pending', type: 'speech' },
      { status: 'pending', type: 'speech', failures: 1 },
    ]) {
      await addTask(mine.id, fields);
    }
    const reasons = async () =>
      (await readSystem()).queue.reasons.map(({ reason, tasks }) => [reason, tasks]);
    expect(await reasons()).toEqual([
      ['no_engine', 1],
      ['slots_busy', 2],
      ['pause_before_retry', 1],
      ['checking_inputs', 1],
      ['starting', 1],
    ]);
    await server.call('POST', `/api/v1/machines/${full}/drain`);
    expect(await reasons()).toContainEqual(['workers_draining', 2]);
    await rows().task.deleteMany();
    await rows().worker.deleteMany({ where: { id: { in: [talker, full] } } });
  });

  test('shows each worker with its slots, and which one is ill', async () => {
    const mine = await newKey();
    const reported = await addTask(mine.id, {
      status: 'processing',
      machine: 'alpha',
      progress: 0.25,
      startedAt: new Date(),
    });
    const fresh = await addTask(mine.id, { status: 'processing', machine: 'beta' });
    await announce({ machine: 'alpha', busy: 1, taskId: reported });
    await announce({ machine: 'beta', slots: 2 });
    await announce({ machine: 'gone', silentS: 120 });
    await announce({ machine: 'alpha', silentS: 3600 });
    const { machines, capacity, queue, status } = await readSystem();
    expect(status).toBe('impaired');
    const told = machines?.map(({ name, state, slots }) => [
      name,
      state,
      slots.map(({ task }) => task?.id ?? null),
    ]);
    expect(told).toEqual([
      ['alpha', 'working', [reported]],
      ['beta', 'working', [fresh, null]],
      ['gone', 'silent', [null]],
    ]);
    expect(machines?.[0]?.slots[0]).toMatchObject({
      pid: 4711,
      memory_bytes: 300_000_000,
      task: { id: reported, type: 'lipsync', stage: 'rendering', progress: 0.25 },
    });
    expect(machines?.[0]?.engines).toEqual([
      { name: 'test-engine', version: '1', stages: ['speech', 'lips'] },
    ]);
    expect(machines?.[2]?.seconds_since_seen).toBeGreaterThanOrEqual(119);
    expect(capacity).toEqual({ workers: 2, slots: 3, busy: 1 });
    expect(queue.running).toBe(2);
    const engines = await server.call('GET', '/api/v1/engines');
    expect(engines.body.data).toMatchObject([{ name: 'test-engine', machines: ['alpha', 'beta'] }]);
    await rows().task.deleteMany();
    await rows().worker.deleteMany();
  });
});

describe('the machines', () => {
  test('are the operator’s: other keys see and change nothing', async () => {
    const id = await announce({ machine: 'delta' });
    const { secret } = await newKey();
    for (const [method, path] of [
      ['GET', '/api/v1/machines'],
      ['GET', `/api/v1/machines/${id}`],
      ['POST', `/api/v1/machines/${id}/drain`],
      ['GET', '/api/v1/engines'],
    ] as const) {
      expect((await server.call(method, path, { key: secret })).status).toBe(403);
    }
    const machine = await server.call('GET', `/api/v1/machines/${id}`);
    expect((machine.body as unknown as Machine).state).toBe('idle');
  });

  test('drain and take work again; an unknown one is not found', async () => {
    const id = await announce({ machine: 'epsilon' });
    const drained = await server.call('POST', `/api/v1/machines/${id}/drain`);
    expect([drained.status, drained.body.state]).toEqual([200, 'drained']);
    const enabled = await server.call('POST', `/api/v1/machines/${id}/enable`);
    expect([enabled.status, enabled.body.state]).toEqual([200, 'idle']);
    const unknown = await server.call('POST', `/api/v1/machines/${newId('worker')}/drain`);
    expect(unknown.status).toBe(404);
  });
});
