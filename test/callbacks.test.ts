import { describe, expect, test } from 'vitest';
import { ANONYMOUS_KEY_ID } from '#/domain/key.ts';
import { taskMessageSchema } from '#/domain/webhook.ts';
import { addResult } from './add-result.ts';
import { hookGround } from './hook-ground.ts';
import { isSignedWith } from './hook-receiver.ts';

const ground = hookGround();
const { get, post, speak, change } = ground;

describe('the callback of a task', () => {
  test('that would not be called is refused when the task is made, with what would allow it', async () => {
    for (const url of [
      'http://10.0.0.1/hook',
      'http://[::1]/',
      'http://localhost:9/',
      'ftp://a/',
    ]) {
      const body = { type: 'speech', input: { text: 'Hello.' }, callback_url: url };
      const answer = await ground.server.call('POST', '/api/v1/tasks', { body });
      expect([url, answer.status, answer.body.code]).toEqual([url, 422, 'url_refused']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/callback_url' }]);
      if (url.startsWith('http')) expect(answer.body.detail).toContain('MOUTHPIECE_ALLOW_HOSTS');
    }
    expect(await ground.server.app.database.pool.task.count()).toBe(0);
  });

  test('tells of every change in order, signed, with flat fields and a link that opens bare', async () => {
    const key = await ground.server.createKey();
    const callback_url = `${ground.url}/done?shop=1`;
    const id = await speak(key, { callback_url, metadata: { order: '1042' } });
    const outputAssetId = await addResult(ground.server.app, 'finished');
    await change(id, { status: 'processing' }, { status: 'completed', outputAssetId });
    const [started, done] = await ground.heard(2);
    expect(started).toMatchObject({
      path: '/done?shop=1',
      message: {
        ...{ type: 'task.processing', task_id: id, status: 'processing' },
        ...{ completed_at: null, error_message: null, result_url: null },
      },
    });
    expect(done?.message).toMatchObject({
      ...{ type: 'task.completed', task_id: id, status: 'completed', error_message: null },
      completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      data: {
        ...{ id, metadata: { order: '1042' }, error: null },
        output: { asset_id: outputAssetId, duration: 4.2 },
      },
    });
    for (const { message } of ground.received) taskMessageSchema.strict().parse(message);
    const file = await fetch(done?.message.result_url ?? '');
    expect([file.status, await file.text()]).toEqual([200, 'finished']);

    const { body } = await get('/api/v1/keys/self/callback-secret', key);
    const other = await get('/api/v1/keys/self/callback-secret', await ground.server.createKey());
    for (const each of ground.received) {
      expect(isSignedWith(String(body.secret), each)).toBe(true);
      expect(isSignedWith(String(other.body.secret), each)).toBe(false);
      expect(each.headers['content-type']).toBe('application/json');
    }
  });

  test('says why a task failed, that it was cancelled, and that it waits again', async () => {
    const key = await ground.server.createKey();
    const id = await speak(key, { callback_url: ground.url });
    const failure = { errorCode: 'no_face', errorDetail: 'No face was found' };
    await change(id, { status: 'processing' }, { status: 'pending' }, { status: 'processing' });
    await change(id, { status: 'failed', ...failure });
    await post(`/api/v1/tasks/${id}/retry`, undefined, key);
    await post(`/api/v1/tasks/${id}/cancel`, undefined, key);
    const messages = (await ground.heard(6)).map(({ message }) => message);
    expect(messages.map(({ type }) => type)).toEqual([
      ...['task.processing', 'task.pending', 'task.processing', 'task.failed'],
      ...['task.pending', 'task.cancelled'],
    ]);
    expect(messages[3]).toMatchObject({
      ...{ status: 'failed', error_message: 'No face was found', result_url: null },
      data: { error: { code: 'no_face', retryable: false } },
    });
  });

  test('stays below 20 kB, whatever the task carries', async () => {
    const key = await ground.server.createKey();
    const pairs = Array.from({ length: 30 }, (_, at) => [`k${at}`, '界'.repeat(480)]);
    const metadata = Object.fromEntries(pairs);
    const id = await speak(key, { callback_url: ground.url, metadata });
    const errorDetail = '界'.repeat(9_000);
    await change(id, { status: 'failed', errorCode: 'engine_failed', errorDetail });
    const [{ raw, message }] = await ground.heard(1);
    expect(Buffer.byteLength(raw)).toBeLessThan(20_000);
    expect(message).toMatchObject({ status: 'failed', data: { metadata: null } });
    expect(message.error_message).toMatch(/^界+$/);
  });

  test('without a key is signed with a secret that only admins see', async () => {
    const made = await ground.server.call('POST', '/api/v1/tasks', {
      key: null,
      body: { type: 'speech', input: { text: 'Hello.' }, callback_url: ground.url },
    });
    await change(String(made.body.id), { status: 'cancelled' });
    const [message] = await ground.heard(1);
    const path = `/api/v1/keys/${ANONYMOUS_KEY_ID}/callback-secret`;
    const { body } = await get(path);
    expect(isSignedWith(String(body.secret), message)).toBe(true);
    expect((await get(path, await ground.server.createKey())).status).toBe(404);
    for (const id of ['self', ANONYMOUS_KEY_ID]) {
      const asked = await ground.server.call('GET', `/api/v1/keys/${id}/callback-secret`, {
        key: null,
      });
      expect(asked.status).toBe(403);
    }
  });
});

test('a rotated secret of callbacks signs too until its grace is over', async () => {
  const key = await ground.server.createKey();
  const path = '/api/v1/keys/self/callback-secret';
  const { body: first } = await get(path, key);
  const { body: second } = await post(`${path}/rotate`, { grace_seconds: 60 }, key);
  expect(second).toMatchObject({ previous_secret: first.secret });
  await change(await speak(key, { callback_url: ground.url }), { status: 'cancelled' });
  const [both] = await ground.heard(1);
  expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  for (const { secret } of [first, second]) expect(isSignedWith(String(secret), both)).toBe(true);

  const { body: third } = await post(`${path}/rotate`, { grace_seconds: 0 }, key);
  expect(third).toMatchObject({ previous_secret: null, previous_secret_until: null });
  await change(await speak(key, { callback_url: ground.url }), { status: 'cancelled' });
  const [, one = expect.fail()] = await ground.heard(2);
  const accepts = [first, second, third].map(({ secret }) => isSignedWith(String(secret), one));
  expect(accepts).toEqual([false, false, true]);
});
