import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const speech = (text = 'Hello there') => ({ type: 'speech', input: { text } });

describe('tasks over REST', () => {
  test('a task is created, read, listed, cancelled, retried and removed', async () => {
    const made = await server.call('POST', '/api/v1/tasks', { body: speech() });
    expect(made.status).toBe(201);
    const path = `/api/v1/tasks/${made.body.id}`;
    expect(made.headers.get('location')).toBe(path);
    expect((await server.call('GET', path)).body).toMatchObject({ status: 'pending' });
    const listed = await server.call('GET', '/api/v1/tasks?limit=1');
    expect(listed.body).toMatchObject({ data: [{ id: made.body.id }] });
    expect((await server.call('POST', `${path}/cancel`)).body.status).toBe('cancelled');
    expect((await server.call('POST', `${path}/retry`)).body.status).toBe('pending');
    expect((await server.call('DELETE', path)).body).toEqual({
      id: made.body.id,
      task_id: made.body.id,
      status: 'cancelled',
      deleted: false,
    });
    expect((await server.call('DELETE', path)).body.deleted).toBe(true);
    expect((await server.call('DELETE', path)).status).toBe(404);
    expect((await server.call('GET', path)).status).toBe(404);
  });
});
