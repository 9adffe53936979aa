import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeTask } from '#/data/tasks.ts';
import { ANONYMOUS_KEY_ID } from '#/domain/key.ts';
import { taskMessageSchema } from '#/domain/webhook.ts';
import { addResult } from './add-result.ts';
import { startTestServer, type TestServer } from './api-server.ts';
import { type HookReceiver, isSignedWith, openHookReceiver } from './hook-receiver.ts';
import { until } from './until.ts';

let server: TestServer;
let hook: HookReceiver;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());
beforeEach(async () => {
  hook = await openHookReceiver();
});
afterEach(() => hook[Symbol.asyncDispose]());

async function speak(key: string, more: object = {}): Promise<string> {
  const request = { type: 'speech', input: { text: 'Hello.' }, ...more };
  const { status, body } = await server.call('POST', '/api/v1/tasks', { key, body: request });
  expect([status, body]).toEqual([201, expect.anything()]);
  return String(body.id);
}

type Changes = Parameters<typeof changeTask>[2];

async function change(id: string, ...steps: Changes[]): Promise<void> {
  for (const step of steps) {
    await server.app.database.transaction(async (tx) => {
      const status = ['pending', 'processing', 'failed', 'cancelled'] as const;
      expect(await changeTask(tx, { id, status: [...status] }, step)).not.toBeNull();
    });
  }
}

const heard = (count: number) => until(() => hook.received.length >= count && [...hook.received]);
const get = (path: string, key?: string) => server.call('GET', path, key ? { key } : {});
const post = (path: string, body: object | undefined, key: string) =>
  server.call('POST', path, { key, ...(body && { body }) });

describe('the callback of a task', () => {
  test('that would not be called is refused when the task is made, with what would allow it', async () => {
    for (const url of [
      'http://10.0.0.1/hook',
      'http://[::1]/',
      'http://localhost:9/',
      'ftp://a/',
    ]) {
      const body = { type: 'speech', input: { text: 'Hello.' }, callback_url: url };
      const answer = await server.call('POST', '/api/v1/tasks', { body });
      expect([url, answer.status, answer.body.code]).toEqual([url, 422, 'url_refused']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/callback_url' }]);
      if (url.startsWith('http')) expect(answer.body.detail).toContain('MOUTHPIECE_ALLOW_HOSTS');
    }
    expect(await server.app.database.pool.task.count()).toBe(0);
  });

  test('tells of every change in order, signed, with flat fields and a link that opens bare', async () => {
    const key = await server.createKey();
    const callback_url = `${hook.url}/done?shop=1`;
    const id = await speak(key, { callback_url, metadata: { order: '1042' } });
    const outputAssetId = await addResult(server.app, 'finished');
    await change(id, { status: 'processing' }, { status: 'completed', outputAssetId });
    const [started, done] = await heard(2);
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
    for (const { message } of hook.received) taskMessageSchema.strict().parse(message);
    const file = await fetch(done?.message.result_url ?? '');
    expect([file.status, await file.text()]).toEqual([200, 'finished']);

    const { body } = await get('/api/v1/keys/self/callback-secret', key);
    const other = await get('/api/v1/keys/self/callback-secret', await server.createKey());
    for (const each of hook.received) {
      expect(isSignedWith(String(body.secret), each)).toBe(true);
      expect(isSignedWith(String(other.body.secret), each)).toBe(false);
      expect(each.headers['content-type']).toBe('application/json');
    }
  });

  test('says why a task failed, that it was cancelled, and that it waits again', async () => {
    const key = await server.createKey();
    const id = await speak(key, { callback_url: hook.url });
    const failure = { errorCode: 'no_face', errorDetail: 'No face was found' };
    await change(id, { status: 'processing' }, { status: 'pending' }, { status: 'processing' });
    await change(id, { status: 'failed', ...failure });
    await post(`/api/v1/tasks/${id}/retry`, undefined, key);
    await post(`/api/v1/tasks/${id}/cancel`, undefined, key);
    const messages = (await heard(6)).map(({ message }) => message);
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
    const key = await server.createKey();
    const pairs = Array.from({ length: 30 }, (_, at) => [`k${at}`, '界'.repeat(480)]);
    const metadata = Object.fromEntries(pairs);
    const id = await speak(key, { callback_url: hook.url, metadata });
    const errorDetail = '界'.repeat(9_000);
    await change(id, { status: 'failed', errorCode: 'engine_failed', errorDetail });
    const [{ raw, message } = expect.fail()] = await heard(1);
    expect(Buffer.byteLength(raw)).toBeLessThan(20_000);
    expect(message).toMatchObject({ status: 'failed', data: { metadata: null } });
    expect(message.error_message).toMatch(/^界+$/);
  });

  test('without a key is signed with a secret that only admins see', async () => {
    const made = await server.call('POST', '/api/v1/tasks', {
      key: null,
      body: { type: 'speech', input: { text: 'Hello.' }, callback_url: hook.url },
    });
    await change(String(made.body.id), { status: 'cancelled' });
    const [message = expect.fail()] = await heard(1);
    const path = `/api/v1/keys/${ANONYMOUS_KEY_ID}/callback-secret`;
    const { body } = await get(path);
    expect(isSignedWith(String(body.secret), message)).toBe(true);
    expect((await get(path, await server.createKey())).status).toBe(404);
    for (const id of ['self', ANONYMOUS_KEY_ID]) {
      const asked = await server.call('GET', `/api/v1/keys/${id}/callback-secret`, { key: null });
      expect(asked.status).toBe(403);
    }
  });
});

describe('a rotated secret', () => {
  test('of callbacks: the old one signs too until its grace is over', async () => {
    const key = await server.createKey();
    const path = '/api/v1/keys/self/callback-secret';
    const { body: first } = await get(path, key);
    const { body: second } = await post(`${path}/rotate`, { grace_seconds: 60 }, key);
    expect(second).toMatchObject({ previous_secret: first.secret });
    await change(await speak(key, { callback_url: hook.url }), { status: 'cancelled' });
    const [both = expect.fail()] = await heard(1);
    expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const { secret } of [first, second]) expect(isSignedWith(String(secret), both)).toBe(true);

    const { body: third } = await post(`${path}/rotate`, { grace_seconds: 0 }, key);
    expect(third).toMatchObject({ previous_secret: null, previous_secret_until: null });
    await change(await speak(key, { callback_url: hook.url }), { status: 'cancelled' });
    const [, one = expect.fail()] = await heard(2);
    const accepts = [first, second, third].map(({ secret }) => isSignedWith(String(secret), one));
    expect(accepts).toEqual([false, false, true]);
  });

  test('of a webhook: the same', async () => {
    const key = await server.createKey();
    const { body: first } = await post('/api/v1/webhooks', { url: hook.url }, key);
    const path = `/api/v1/webhooks/${first.id}`;
    const { body: second } = await post(`${path}/rotate-secret`, {}, key);
    expect(second.previous_secret_until).toEqual(expect.any(String));
    await post(`${path}/test`, undefined, key);
    const [both = expect.fail()] = await heard(1);
    for (const { secret } of [first, second]) expect(isSignedWith(String(secret), both)).toBe(true);
    expect(first.secret).not.toBe(second.secret);
  });
});

describe('a webhook', () => {
  test('hears of the chosen events of its key and of no other', async () => {
    const key = await server.createKey();
    const events = ['task.completed', 'task.cancelled'];
    await post('/api/v1/webhooks', { url: hook.url, events }, key);
    await post('/api/v1/webhooks', { url: `${hook.url}/all` }, key);
    const id = await speak(key);
    await change(await speak(await server.createKey()), { status: 'cancelled' });
    await change(id, { status: 'processing' }, { status: 'pending' }, { status: 'cancelled' });
    await heard(3);
    const to = (path: string) =>
      hook.received.filter((each) => each.path === path).map(({ message }) => message.type);
    expect([to('/'), to('/all')]).toEqual([
      ['task.cancelled'],
      ['task.processing', 'task.cancelled'],
    ]);
    expect(new Set(hook.received.map(({ message }) => message.task_id))).toEqual(new Set([id]));
  });

  test('is made once per idempotency key, and its secret is shown by no other call', async () => {
    const key = await server.createKey();
    const request = { key, body: { url: hook.url }, headers: { 'Idempotency-Key': 'hook-1' } };
    const made = await server.call('POST', '/api/v1/webhooks', request);
    const again = await server.call('POST', '/api/v1/webhooks', request);
    expect(again).toMatchObject({ status: 201, body: made.body });
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await get('/api/v1/webhooks', key);
    const one = await get(`/api/v1/webhooks/${made.body.id}`, key);
    expect(list.body.data).toEqual([one.body]);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
  });

  test('can be changed, tried, disabled and deleted', async () => {
    const key = await server.createKey();
    const { body } = await post('/api/v1/webhooks', { url: hook.url, description: 'shop' }, key);
    const path = `/api/v1/webhooks/${body.id}`;
    const patch = (change: object) => server.call('PATCH', path, { key, body: change });
    expect((await patch({ url: 'http://10.0.0.1/' })).body).toMatchObject({
      ...{ code: 'url_refused', errors: [{ pointer: '/url' }] },
    });
    await patch({ url: `${hook.url}/moved`, events: ['task.failed'] });
    const tried = await post(`${path}/test`, undefined, key);
    expect(tried).toMatchObject({ status: 202, body: { type: 'webhook.test' } });
    const [message = expect.fail()] = await heard(1);
    expect(message).toMatchObject({ path: '/moved', message: { data: { webhook_id: body.id } } });
    expect(isSignedWith(String(body.secret), message)).toBe(true);
    await until(async () => {
      const { last_delivery: last } = (await get(path, key)).body as { last_delivery: object };
      return 'status' in last && last.status === 'delivered';
    });
    expect((await patch({ enabled: false })).body).toMatchObject({
      ...{ enabled: false, description: 'shop', events: ['task.failed'] },
    });
    expect((await post(`${path}/test`, undefined, key)).status).toBe(409);
    await change(await speak(key), { status: 'failed' });
    const log = await get(`${path}/deliveries`, key);
    expect(log.body.data).toMatchObject([{ id: message.id, type: 'webhook.test' }]);
    expect((await patch({ enabled: true })).body).toMatchObject({ enabled: true });
    const gone = await server.call('DELETE', path, { key });
    expect(gone.body).toEqual({ id: body.id, deleted: true });
    expect((await get(path, key)).status).toBe(404);
  });

  test('has at most twenty beside it', async () => {
    const key = await server.createKey();
    for (let at = 0; at < 20; at++)
      expect((await post('/api/v1/webhooks', { url: hook.url }, key)).status).toBe(201);
    const one = await post('/api/v1/webhooks', { url: hook.url }, key);
    expect(one).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

test('a delivery has its log, and is replayed as the same message', async () => {
  const key = await server.createKey();
  const id = await speak(key, { callback_url: hook.url });
  hook.answer = (_, response) => response.writeHead(200).end('thanks\0');
  await change(id, { status: 'cancelled' });
  const [first = expect.fail()] = await heard(1);
  const delivered = () =>
    until(async () => {
      const { body } = await get(`/api/v1/deliveries?task_id=${id}&status=delivered`, key);
      return (body.data as { id: string; attempts: number }[])[0] ?? false;
    });
  expect(await delivered()).toMatchObject({ id: first.id, webhook_id: null, attempts: 1 });
  const replayed = await post(`/api/v1/deliveries/${first.id}/replay`, undefined, key);
  expect(replayed.status).toBe(202);
  const [, second] = await heard(2);
  expect(second).toMatchObject({ id: first.id, raw: first.raw });
  await delivered();
  const { body } = await get(`/api/v1/deliveries/${first.id}`, key);
  const tried = { status_code: 200, answer: 'thanks', error: null };
  expect(body).toMatchObject({
    ...{ status: 'delivered', next_attempt_at: null, last_status_code: 200, url: `${hook.url}/` },
    log: [
      { ...tried, number: 1, duration_ms: expect.any(Number) },
      { ...tried, number: 2 },
    ],
  });
});

test('what belongs to another key does not exist', async () => {
  const [key, stranger] = [await server.createKey(), await server.createKey()];
  const { body: made } = await post('/api/v1/webhooks', { url: hook.url }, key);
  const { body: sent } = await post(`/api/v1/webhooks/${made.id}/test`, undefined, key);
  const keys = await get('/api/v1/keys');
  const [own] = keys.body.data as { id: string }[];
  const calls: [string, string, object?][] = [
    ['GET', `/api/v1/webhooks/${made.id}`],
    ['PATCH', `/api/v1/webhooks/${made.id}`, { enabled: false }],
    ['DELETE', `/api/v1/webhooks/${made.id}`],
    ['POST', `/api/v1/webhooks/${made.id}/rotate-secret`, {}],
    ['POST', `/api/v1/webhooks/${made.id}/test`],
    ['GET', `/api/v1/webhooks/${made.id}/deliveries`],
    ['GET', `/api/v1/deliveries/${sent.id}`],
    ['POST', `/api/v1/deliveries/${sent.id}/replay`],
  ];
  for (const [method, path, body] of calls) {
    const answer = await server.call(method, path, { key: stranger, ...(body && { body }) });
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
  const foreign = `/api/v1/keys/${own?.id}/callback-secret`;
  expect((await get(foreign, key)).status).toBe(404);
  expect((await post(`${foreign}/rotate`, {}, key)).status).toBe(404);
  for (const path of [
    '/api/v1/webhooks',
    '/api/v1/deliveries',
    `/api/v1/deliveries?webhook_id=${made.id}`,
  ])
    expect((await get(path, stranger)).body.data).toEqual([]);
  expect((await get(`/api/v1/webhooks/${made.id}`, key)).body.enabled).toBe(true);
});
