import { describe, expect, test } from 'vitest';
import { changeTask } from '#/data/tasks.ts';
import { batchMessageSchema } from '#/domain/webhook.ts';
import { hookGround } from './hook-ground.ts';
import { isSignedWith } from './hook-receiver.ts';
import { until } from './until.ts';

const ground = hookGround();
const { get, post, speak, change } = ground;

describe('a webhook', () => {
  test('hears of the chosen events of its key and of no other', async () => {
    const key = await ground.server.createKey();
    const events = ['task.completed', 'task.cancelled'];
    await post('/api/v1/webhooks', { url: ground.url, events }, key);
    await post('/api/v1/webhooks', { url: `${ground.url}/all` }, key);
    const id = await speak(key);
    await change(await speak(await ground.server.createKey()), { status: 'cancelled' });
    await change(id, { status: 'processing' }, { status: 'pending' }, { status: 'cancelled' });
    await ground.heard(3);
    const to = (path: string) =>
      ground.received.filter((each) => each.path === path).map(({ message }) => message.type);
    expect([to('/'), to('/all')]).toEqual([
      ['task.cancelled'],
      ['task.processing', 'task.cancelled'],
    ]);
    expect(new Set(ground.received.map(({ message }) => message.task_id))).toEqual(new Set([id]));
  });

  test('hears once that a batch has ended, also when its last two tasks end at the same time', async () => {
    const key = await ground.server.createKey();
    await post('/api/v1/webhooks', { url: ground.url, events: ['batch.completed'] }, key);
    const tasks = ['One.', 'Two.', 'Three.'].map((text) => ({ type: 'speech', input: { text } }));
    const { body } = await post('/api/v1/batches', { tasks }, key);
    const [first, ...last] = body.tasks as { id: string }[];
    await change(first?.id ?? '', { status: 'failed' });
    const [one = '', other = ''] = last.map(({ id }) => id);
    let second: Promise<void> | undefined;
    await ground.server.app.database.transaction(async (tx) => {
      await changeTask(tx, { id: one, status: ['pending'] }, { status: 'cancelled' });
      second = change(other, { status: 'cancelled' });
      await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 300))]);
    });
    await second;
    const [{ message }] = await ground.heard(1);
    expect(batchMessageSchema.strict().parse(message)).toMatchObject({
      ...{ type: 'batch.completed', batch_id: body.id },
      data: { by_status: { pending: 0, failed: 1, cancelled: 2 } },
    });
    expect(
      await ground.server.app.database.pool.webhookDelivery.count({
        where: { type: 'batch.completed' },
      }),
    ).toBe(1);
  });

  test('signs with its old secret too after a rotation', async () => {
    const key = await ground.server.createKey();
    const { body: first } = await post('/api/v1/webhooks', { url: ground.url }, key);
    const path = `/api/v1/webhooks/${first.id}`;
    const { body: second } = await post(`${path}/rotate-secret`, {}, key);
    expect(second.previous_secret_until).toEqual(expect.any(String));
    await post(`${path}/test`, undefined, key);
    const [both] = await ground.heard(1);
    for (const { secret } of [first, second]) expect(isSignedWith(String(secret), both)).toBe(true);
    expect(first.secret).not.toBe(second.secret);
  });

  test('is made once per idempotency key, and its secret is shown by no other call', async () => {
    const key = await ground.server.createKey();
    const request = { key, body: { url: ground.url }, headers: { 'Idempotency-Key': 'hook-1' } };
    const made = await ground.server.call('POST', '/api/v1/webhooks', request);
    const again = await ground.server.call('POST', '/api/v1/webhooks', request);
    expect(again).toMatchObject({ status: 201, body: made.body });
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await get('/api/v1/webhooks', key);
    const one = await get(`/api/v1/webhooks/${made.body.id}`, key);
    expect(list.body.data).toEqual([one.body]);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
  });

  test('can be changed, tried, disabled and deleted', async () => {
    const key = await ground.server.createKey();
    const { body } = await post('/api/v1/webhooks', { url: ground.url, description: 'shop' }, key);
    const path = `/api/v1/webhooks/${body.id}`;
    const patch = (change: object) => ground.server.call('PATCH', path, { key, body: change });
    expect((await patch({ url: 'http://10.0.0.1/' })).body).toMatchObject({
      ...{ code: 'url_refused', errors: [{ pointer: '/url' }] },
    });
    await patch({ url: `${ground.url}/moved`, events: ['task.failed'] });
    const tried = await post(`${path}/test`, undefined, key);
    expect(tried).toMatchObject({ status: 202, body: { type: 'webhook.test' } });
    const [message] = await ground.heard(1);
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
    const gone = await ground.server.call('DELETE', path, { key });
    expect(gone.body).toEqual({ id: body.id, deleted: true });
    expect((await get(path, key)).status).toBe(404);
  });

  test('has at most twenty beside it', async () => {
    const key = await ground.server.createKey();
    for (let at = 0; at < 20; at++)
      expect((await post('/api/v1/webhooks', { url: ground.url }, key)).status).toBe(201);
    const one = await post('/api/v1/webhooks', { url: ground.url }, key);
    expect(one).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

test('a delivery has its log, and is replayed as the same message', async () => {
  const key = await ground.server.createKey();
  const id = await speak(key, { callback_url: ground.url });
  ground.answerWith((_, response) => response.writeHead(200).end('thanks\0'));
  await change(id, { status: 'cancelled' });
  const [first] = await ground.heard(1);
  const delivered = () =>
    until(async () => {
      const { body } = await get(`/api/v1/deliveries?task_id=${id}&status=delivered`, key);
      return (body.data as { id: string; attempts: number }[])[0] ?? false;
    });
  expect(await delivered()).toMatchObject({ id: first.id, webhook_id: null, attempts: 1 });
  const replayed = await post(`/api/v1/deliveries/${first.id}/replay`, undefined, key);
  expect(replayed.status).toBe(202);
  const [, second] = await ground.heard(2);
  expect(second).toMatchObject({ id: first.id, raw: first.raw });
  await delivered();
  const { body } = await get(`/api/v1/deliveries/${first.id}`, key);
  const tried = { status_code: 200, answer: 'thanks', error: null };
  expect(body).toMatchObject({
    ...{ status: 'delivered', next_attempt_at: null, last_status_code: 200, url: `${ground.url}/` },
    log: [
      { ...tried, number: 1, duration_ms: expect.any(Number) },
      { ...tried, number: 2 },
    ],
  });
});

test('what belongs to another key does not exist', async () => {
  const [key, stranger] = [await ground.server.createKey(), await ground.server.createKey()];
  const { body: made } = await post('/api/v1/webhooks', { url: ground.url }, key);
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
    const answer = await ground.server.call(method, path, { key: stranger, ...(body && { body }) });
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
