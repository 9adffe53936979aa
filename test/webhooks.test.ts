import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const speech = (callback_url: string) => ({
  body: { type: 'speech', input: { text: 'Hello.' }, callback_url },
});

describe('a callback address', () => {
  test('that would not be called is refused when the task is made, with what would allow it', async () => {
    for (const url of [
      'http://10.0.0.1/hook',
      'http://[::1]/',
      'http://localhost:9/',
      'ftp://a/',
    ]) {
      const { status, body } = await server.call('POST', '/api/v1/tasks', speech(url));
      expect([url, status, body.code]).toEqual([url, 422, 'url_refused']);
      expect(body.errors).toMatchObject([{ pointer: '/callback_url' }]);
      if (url.startsWith('http')) expect(body.detail).toContain('MOUTHPIECE_ALLOW_HOSTS');
    }
    expect(await server.app.database.pool.task.count()).toBe(0);
  });

  test('is told of every change after the task was made, by a row of the same transaction', async () => {
    const made = await server.call('POST', '/api/v1/tasks', speech('http://127.0.0.1:9/hook'));
    const id = String(made.body.id);
    const messages = () =>
      server.app.database.pool.webhookDelivery.findMany({ where: { taskId: id } });
    expect(await messages()).toEqual([]);
    await server.call('POST', `/api/v1/tasks/${id}/cancel`);
    expect(await messages()).toMatchObject([
      {
        type: 'task.cancelled',
        status: expect.any(String),
        callbackUrl: 'http://127.0.0.1:9/hook',
      },
    ]);
  });
});
