import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const speak = (text: string) => ({ type: 'speech', input: { text } });
const create = (tasks: unknown[], headers: Record<string, string> = {}) =>
  server.call('POST', '/api/v1/batches', { body: { tasks }, headers });
type Listed = { id: string; name: string; status: string; batch_id: string }[];

describe('a batch', () => {
  test('has its tasks in the order of the request, and each names it', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    const made = await create(texts.map(speak));
    expect([made.status, made.headers.get('location')]).toEqual([
      201,
      `/api/v1/batches/${made.body.id}`,
    ]);
    expect(made.body).toMatchObject({ status: 'processing', completed_at: null });
    const tasks = made.body.tasks as Listed;
    expect(tasks.map(({ name }) => name)).toEqual(texts);
    expect(new Set(tasks.map(({ batch_id }) => batch_id))).toEqual(new Set([made.body.id]));
    const asked = await server.call('GET', `/api/v1/batches/${made.body.id}`);
    expect((asked.body.tasks as Listed).map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
  });

  test('is created whole or not at all, with a pointer to the task at fault', async () => {
    const before = await server.app.database.pool.task.count();
    const tries: [unknown[], string][] = [
      [[speak('good'), { ...speak('bad'), options: { fps: 30 } }], '/tasks/1/options/fps'],
      [
        [speak('good'), { type: 'lipsync', input: { image: 'portrait:none', audio: NO_ASSET } }],
        '/tasks/1/input/image',
      ],
      [[speak('good'), speak('')], '/tasks/1/input/text'],
      [[], '/tasks'],
      [Array.from({ length: 501 }, () => speak('too many')), '/tasks'],
    ];
    for (const [tasks, pointer] of tries) {
      const refused = await create(tasks);
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    }
    expect(await server.app.database.pool.task.count()).toBe(before);
    expect(await server.app.database.pool.batch.count()).toBe(1);
  });

  test('that goes over a quota in its middle leaves nothing', async () => {
    const made = await server.call('POST', '/api/v1/keys', {
      body: { name: 'small', limits: { queued_tasks: 2 } },
    });
    const key = String(made.body.secret);
    const tasks = ['one', 'two', 'three'].map(speak);
    const refused = await server.call('POST', '/api/v1/batches', { key, body: { tasks } });
    expect([refused.status, refused.body.code]).toEqual([429, 'quota_exceeded']);
    const listed = await server.call('GET', '/api/v1/tasks', { key });
    expect(listed.body.data).toEqual([]);
  });

  test('is made once by an idempotent call', async () => {
    const headers = { 'Idempotency-Key': 'batch-1' };
    const first = await create([speak('once')], headers);
    const again = await create([speak('once')], headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.id).toBe(first.body.id);
    expect((await create([speak('other')], headers)).status).toBe(422);
  });

  test('is cancelled with all that still lives in it, and then has ended', async () => {
    const made = await create(['one', 'two', 'three'].map(speak));
    const [first] = made.body.tasks as Listed;
    await server.call('POST', `/api/v1/tasks/${first?.id}/cancel`);
    const { body } = await server.call('POST', `/api/v1/batches/${made.body.id}/cancel`);
    expect(body).toMatchObject({
      status: 'completed',
      by_status: { cancelled: 3, pending: 0 },
      completed_at: expect.any(String),
    });
  });

  test('of the largest size is stored in one transaction', async () => {
    const made = await create(Array.from({ length: 500 }, (_, index) => speak(`${index}`)));
    expect([made.status, (made.body.tasks as Listed).length]).toEqual([201, 500]);
  });
});

const NO_ASSET = `asset_${'0'.repeat(26)}`;
