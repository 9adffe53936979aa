import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '#/domain/task.ts';
import { drawPortrait } from '../bench/draw-portrait.ts';
import { writeHum } from '../bench/hum.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';
import { until } from './until.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const CALLERS = 50;
const AT_ONCE = 2;
const LIMIT_MS = 240_000;

const folder = madeFolder();
afterAll(() => folder[Symbol.dispose]());

async function formOf(description: string): Promise<FormData> {
  const form = new FormData();
  form.append('video', await openAsBlob(folder.path('face.png')), '主播.png');
  form.append('audio', await openAsBlob(folder.path('voice.wav')), '录音.wav');
  form.append('description', description);
  return form;
}

async function callSync(
  server: TestServer,
  description: string,
  { signal, once }: { signal?: AbortSignal; once?: string } = {},
) {
  const response = await fetch(`${server.url}/tasks/sync`, {
    method: 'POST',
    headers: { 'X-API-Key': ADMIN_KEY, ...(once && { 'Idempotency-Key': once }) },
    body: await formOf(description),
    ...(signal && { signal }),
  });
  return { status: response.status, headers: response.headers, bytes: await response.bytes() };
}

type Listed = Pick<Task, 'id' | 'status' | 'metadata' | 'output'>;
async function listTasks(server: TestServer): Promise<Listed[]> {
  const { body } = await server.call('GET', '/api/v1/tasks?limit=100&order=oldest');
  return body.data as Listed[];
}

describe('calls that wait for their video', () => {
  let server: TestServer;
  let worker: WorkerProcess;
  beforeAll(async () => {
    await drawPortrait(folder.path('face.png'), 160);
    writeHum(folder.path('voice.wav'), 1);
    server = await startTestServer();
    worker = await startWorker({ settings: {} }, { MOUTHPIECE_WORKER_SLOTS: String(AT_ONCE) });
  });
  afterAll(async () => {
    await worker?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test(`${CALLERS} at once: who hangs up has the task cancelled, all others get a whole MP4`, {
    timeout: LIMIT_MS,
  }, async () => {
    const callers = Array.from({ length: CALLERS }, (_, number) => {
      const hangUp = new AbortController();
      const answer = callSync(server, `caller ${number}`, { signal: hangUp.signal });
      return { hangUp, answer: answer.catch(() => null) };
    });
    const all = await until(async () => {
      const tasks = await listTasks(server);
      return tasks.length === CALLERS && tasks;
    }, LIMIT_MS);
    let most = 0;
    const watching = setInterval(() => {
      void listTasks(server).then((tasks) => {
        most = Math.max(most, tasks.filter(({ status }) => status === 'processing').length);
      });
    }, 250);
    const last = all.at(-1);
    const gone = Number(last?.metadata.description?.split(' ')[1]);
    callers[gone]?.hangUp.abort();
    await until(async () => {
      const { body } = await server.call('GET', `/api/v1/tasks/${last?.id}`);
      return body.status === 'cancelled';
    });
    const answers = await Promise.all(callers.map(({ answer }) => answer));
    clearInterval(watching);

    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers[gone]).toBeNull();
    const tasks = await listTasks(server);
    const byStatus = Object.groupBy(tasks, ({ status }) => status);
    expect([byStatus.completed?.length, byStatus.cancelled?.length]).toEqual([CALLERS - 1, 1]);
    const made = new Set(tasks.map(({ output }) => output?.sha256));
    for (const answer of answers) {
      if (!answer) continue;
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
      expect(Buffer.from(answer.bytes.subarray(4, 8)).toString()).toBe('ftyp');
      expect(made).toContain(createHash('sha256').update(answer.bytes).digest('hex'));
    }
    expect(most).toBeLessThanOrEqual(AT_ONCE);
    expect(most).toBeGreaterThan(0);
  });

  test('a caller that named the call and lost the line finds its video there', {
    timeout: LIMIT_MS,
  }, async () => {
    const hangUp = new AbortController();
    const named = { once: 'line-lost' };
    const lost = callSync(server, 'named', { ...named, signal: hangUp.signal });
    const ofThis = async () =>
      (await listTasks(server)).filter(({ metadata }) => metadata.description === 'named');
    await until(async () => (await ofThis()).length === 1);
    hangUp.abort();
    await expect(lost).rejects.toThrow();
    const again = await until(async () => {
      const answer = await callSync(server, 'named', named);
      return answer.status !== 409 && answer;
    });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(Buffer.from(again.bytes.subarray(4, 8)).toString()).toBe('ftyp');
    expect((await ofThis()).map(({ status }) => status)).toEqual(['completed']);
  });

  test('a file that cannot be used is told with its reason', { timeout: LIMIT_MS }, async () => {
    const form = await formOf('no sound');
    form.set('audio', new File(['this is no recording'], 'voice.wav'));
    const { status, body } = await server.call('POST', '/tasks/sync', { raw: form });
    expect([status, body.code, body.error]).toEqual([
      422,
      'asset_rejected',
      expect.stringContaining('voice.wav'),
    ]);
  });
});

test('a line is not held for ever: the answer says which task goes on', async () => {
  await using server = await startTestServer({ MOUTHPIECE_LIMIT_SYNC_MS: '300' });
  await server.pretendWorker();
  const { status, bytes } = await callSync(server, 'too long');
  const [task] = await listTasks(server);
  expect([status, JSON.parse(Buffer.from(bytes).toString())]).toMatchObject([
    504,
    { code: 'task_timeout', detail: expect.stringContaining(String(task?.id)), success: false },
  ]);
  expect(task?.status).toBe('pending');
});

test('a server that stops says so; the task goes on', async () => {
  await using server = await startTestServer();
  await server.pretendWorker();
  const answer = callSync(server, 'interrupted');
  await until(async () => (await listTasks(server)).length === 1);
  await server.restart();
  const { status, headers, bytes } = await answer;
  const [task] = await listTasks(server);
  expect([status, headers.get('retry-after'), task?.status]).toEqual([503, '5', 'pending']);
  expect(Buffer.from(bytes).toString()).toContain(String(task?.id));
});
