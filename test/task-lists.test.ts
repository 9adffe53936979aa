import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedTasksSchema, taskCountsSchema, taskLogsSchema } from '#/domain/task-list.ts';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

type Listed = { id: string; name: string; queue_position: number | null };

async function createTask(key: string, text = 'Hello', more: object = {}): Promise<string> {
  const body = { type: 'speech', input: { text }, ...more };
  const made = await server.call('POST', '/api/v1/tasks', { key, body });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

async function list(key: string, query = ''): Promise<Listed[]> {
  const { status, body } = await server.call('GET', `/api/v1/tasks?${query}`, { key });
  expect(status).toBe(200);
  return body.data as Listed[];
}

const idsOf = async (key: string, query = '') => (await list(key, query)).map(({ id }) => id);
const post = (key: string, path: string, body?: unknown) =>
  server.call('POST', `/api/v1/tasks${path}`, { key, ...(body !== undefined && { body }) });

describe('a list of tasks', () => {
  test('is filtered by status, type, time, and words of the name or the metadata', async () => {
    const key = await server.createKey();
    const welcome = await createTask(key, 'Welcome to  our\nshop', {
      metadata: { order: 'No 100%' },
    });
    const face = { input: { speech_text: '欢迎光临', image: 'portrait:host' } };
    const chinese = await createTask(key, '', { ...face, type: 'digital_human' });
    await post(key, `/${chinese}/cancel`);
    expect(await idsOf(key, 'status=cancelled')).toEqual([chinese]);
    expect(await idsOf(key, 'status=cancelled&status=pending')).toEqual([chinese, welcome]);
    expect(await idsOf(key, 'status=failed')).toEqual([]);
    expect(await idsOf(key, 'type=speech')).toEqual([welcome]);
    expect(await idsOf(key, 'q=SHOP')).toEqual([welcome]);
    expect(await idsOf(key, `q=${encodeURIComponent('no 100%')}`)).toEqual([welcome]);
    expect(await idsOf(key, `q=${encodeURIComponent('%')}`)).toEqual([welcome]);
    expect(await idsOf(key, `q=${encodeURIComponent('欢迎')}`)).toEqual([chinese]);
    expect(await idsOf(key, 'created_after=2020-01-01T00:00:00Z')).toEqual([chinese, welcome]);
    expect(await idsOf(key, 'created_before=2020-01-01T00:00:00%2B08:00')).toEqual([]);
    expect(await idsOf(key, 'order=oldest')).toEqual([welcome, chinese]);
    expect(await list(key)).toMatchObject([
      { name: '欢迎光临', thumbnail_url: '/presenters/host.svg' },
      { name: 'Welcome to our shop', thumbnail_url: null },
    ]);
    const refused = await server.call('GET', '/api/v1/tasks?status=lost&order=random', { key });
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual(['/status', '/order']);
  });

  test('is read in pages by cursor in both orders, and anywhere by offset', async () => {
    const key = await server.createKey();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push(await createTask(key, `Number ${i}`));
    for (const [order, due] of [
      ['oldest', made],
      ['newest', made.toReversed()],
    ] as const) {
      const seen: string[] = [];
      for (let cursor: unknown = ''; cursor !== null; ) {
        const query = `order=${order}&limit=2${cursor ? `&cursor=${cursor}` : ''}`;
        const { body } = await server.call('GET', `/api/v1/tasks?${query}`, { key });
        seen.push(...(body.data as Listed[]).map(({ id }) => id));
        cursor = body.next_cursor;
      }
      expect(seen).toEqual(due);
      expect(await idsOf(key, `order=${order}&limit=2&offset=3`)).toEqual(due.slice(3));
    }
  });

  test('tells each task that waits how many are ahead of it', async () => {
    const key = await server.createKey();
    await server.app.database.pool.task.deleteMany({ where: { status: 'pending' } });
    for (let i = 0; i < 4; i++) await createTask(key, `Number ${i}`);
    const [, last] = await idsOf(key);
    expect((await list(key)).map(({ queue_position }) => queue_position)).toEqual([3, 2, 1, 0]);
    await post(key, `/${last}/cancel`);
    expect((await list(key)).map(({ queue_position }) => queue_position)).toEqual([2, null, 1, 0]);
  });

  test('is not sent again to who has it', async () => {
    const key = await server.createKey();
    const id = await createTask(key);
    for (const path of ['/api/v1/tasks', '/api/v1/tasks/counts', `/api/v1/tasks/${id}/logs`]) {
      const first = await server.call('GET', path, { key });
      const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };
      const same = await server.call('GET', path, { key, headers });
      expect(same).toMatchObject({ status: 304, body: { text: '' } });
    }
    const { headers } = await server.call('GET', '/api/v1/tasks', { key });
    await post(key, `/${id}/cancel`);
    const changed = await server.call('GET', '/api/v1/tasks', {
      key,
      headers: { 'If-None-Match': headers.get('etag') ?? '' },
    });
    expect(changed.status).toBe(200);
  });

  test('is counted by status, with the same filters, for its own key alone', async () => {
    const [key, other] = [await server.createKey(), await server.createKey()];
    const id = await createTask(key, 'One');
    await createTask(key, 'Two');
    await post(key, `/${id}/cancel`);
    const counts = async (of: string, query = '') =>
      (await server.call('GET', `/api/v1/tasks/counts?${query}`, { key: of })).body;
    const none = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
    const all = await counts(key);
    expect(all).toEqual({ total: 2, by_status: { ...none, pending: 1, cancelled: 1 } });
    expect(taskCountsSchema.strict().safeParse(all).error).toBeUndefined();
    expect(await counts(key, 'q=two')).toEqual({ total: 1, by_status: { ...none, pending: 1 } });
    expect(await counts(other)).toEqual({ total: 0, by_status: none });
    expect(await idsOf(other)).toEqual([]);
  });
});

test('the log of a task tells what happened, to its owner only', async () => {
  const [key, other] = [await server.createKey(), await server.createKey()];
  const id = await createTask(key);
  await post(key, `/${id}/cancel`);
  const path = `/api/v1/tasks/${id}/logs`;
  const { body } = await server.call('GET', path, { key });
  expect(taskLogsSchema.safeParse(body).error).toBeUndefined();
  expect((body.data as { message: string }[]).map(({ message }) => message)).toEqual([
    'waiting',
    'cancelled',
  ]);
  expect((await server.call('GET', path, { key: other })).status).toBe(404);
});

describe('many at once', () => {
  test('are cancelled, tried again and deleted; what can’t be is told apart', async () => {
    const [key, other] = [await server.createKey(), await server.createKey()];
    const ids = [await createTask(key), await createTask(key)];
    const foreign = await createTask(other);
    const change = async (action: string, of: string[]) => {
      const { status, body } = await post(key, '/bulk', { action, ids: of });
      expect(status).toBe(200);
      expect(changedTasksSchema.safeParse(body).error).toBeUndefined();
      return body.data;
    };
    const done = (status: string, deleted = false) =>
      ids.map((id) => ({ id, status, deleted, error: null }));
    expect(await change('retry', ids)).toMatchObject(
      ids.map((id) => ({ id, status: null, error: { code: 'conflict' } })),
    );
    expect(await change('cancel', [...ids, foreign])).toMatchObject([
      ...done('cancelled'),
      { id: foreign, status: null, deleted: false, error: { code: 'not_found' } },
    ]);
    expect(await change('retry', ids)).toEqual(done('pending'));
    expect(await change('delete', ids)).toEqual(done('cancelled'));
    expect(await change('delete', ids)).toEqual(done('cancelled', true));
    expect(await idsOf(key)).toEqual([]);
    expect(await idsOf(other)).toEqual([foreign]);
  });

  test('need the right to create, and at most a hundred ids', async () => {
    const reader = await server.createKey(['read']);
    const ids = ['task_01kb8n5v6x3m9q2w7r4t1y0z8c'];
    expect((await post(reader, '/bulk', { action: 'cancel', ids })).status).toBe(403);
    const key = await server.createKey();
    const many = Array.from({ length: 101 }, () => ids[0]);
    expect((await post(key, '/bulk', { action: 'cancel', ids: many })).status).toBe(422);
  });
});
