import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimDeliveries, forgetDeliveries } from '#/data/webhook-deliveries.ts';
import type { TaskStatus } from '#/domain/task.ts';
import { createWebhookSchema, DELIVERY_KEPT_DAYS } from '#/domain/webhook.ts';
import { RETRY_PAUSES_MS } from '#/domain/webhook-retry.ts';
import type { CallContext } from '#/services/context.ts';
import { createWebhook } from '#/services/webhooks/create-webhook.ts';
import { Deliverer } from '#/services/webhooks/deliverer.ts';
import { getDelivery } from '#/services/webhooks/get-delivery.ts';
import { getWebhook } from '#/services/webhooks/get-webhook.ts';
import { listDeliveries } from '#/services/webhooks/list-deliveries.ts';
import { replayDelivery } from '#/services/webhooks/replay-delivery.ts';
import { updateWebhook } from '#/services/webhooks/update-webhook.ts';
import { addBareTask, changeStatus } from './bare-task.ts';
import { type HookReceiver, openHookReceiver } from './hook-receiver.ts';
import { createInstallation, type Installation } from './installation.ts';
import { until } from './until.ts';

const HOUR = 3_600_000;

let installation: Installation;
let hook: HookReceiver;
let ctx: CallContext;
/** How far the clock of the deliverers is ahead of the time at which messages are written. */
let aheadMs: number;
const clock = async () => new Date(Date.now() + aheadMs);

beforeAll(async () => {
  installation = await createInstallation({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.0/24' });
});
afterAll(() => installation?.[Symbol.asyncDispose]());
beforeEach(async () => {
  hook = await openHookReceiver();
  ctx = (await installation.asNewKey()).ctx;
  aheadMs = 5_000;
  await ctx.database.pool.webhookDelivery.deleteMany();
});
afterEach(() => hook[Symbol.asyncDispose]());

const open = () => new Deliverer(ctx, { baseUrl: 'https://a.test', clock, random: () => 0 });

/** Sends what is due, until nothing is. */
async function deliver(deliverer = open()): Promise<void> {
  while ((await deliverer.begin()) > 0) await deliverer.settled();
}

const addTask = (url: string | null = hook.url, owner = ctx) => addBareTask(owner, url);
const change = (id: string, ...steps: TaskStatus[]) => changeStatus(ctx, id, steps);
const types = () => hook.received.map(({ message }) => message.type);
const all = async () => (await listDeliveries(ctx, { limit: 100 })).data;
const addWebhook = (url = hook.url) =>
  createWebhook(ctx, createWebhookSchema.parse({ url, description: 'x' }));

describe('a message that does not arrive', () => {
  test('is tried ten times, each when its pause is over, under one id, and then given up', async () => {
    hook.answer = (_, response) => response.writeHead(500).end('no luck');
    await change(await addTask(), 'cancelled');
    const deliverer = open();
    await deliver(deliverer);
    for (const [at, pauseMs] of RETRY_PAUSES_MS.entries()) {
      aheadMs += pauseMs - 1_500;
      await deliver(deliverer);
      expect(hook.received).toHaveLength(at + 1);
      aheadMs += 1_500;
      await deliver(deliverer);
      expect(hook.received).toHaveLength(at + 2);
    }
    aheadMs += 100 * HOUR;
    await deliver(deliverer);
    expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
    const [last = expect.fail()] = await all();
    expect(last).toMatchObject({ status: 'failed', attempts: 10, last_status_code: 500 });
    const { log } = await getDelivery(ctx, last);
    expect(log).toHaveLength(10);
    expect(log[9]).toMatchObject({ number: 10, status_code: 500, answer: 'no luck', error: null });
  });

  test('waits as long as the receiver asks for', async () => {
    hook.answer = (_, response) => response.writeHead(503, { 'Retry-After': '600' }).end();
    await change(await addTask(), 'cancelled');
    await deliver();
    aheadMs += 590_000;
    await deliver();
    expect(hook.received).toHaveLength(1);
    hook.answer = (_, response) => response.end();
    aheadMs += 20_000;
    await deliver();
    expect(await all()).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('because of a redirect, nobody listening or an address that is private by now is told so', async () => {
    hook.answer = (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end();
    await change(await addTask(), 'cancelled');
    await change(await addTask('http://127.0.0.1:9/'), 'cancelled');
    await change(await addTask('http://10.0.0.7/'), 'cancelled');
    await deliver();
    expect(hook.received.map(({ path }) => path)).toEqual(['/']);
    const said = (await all()).map((each) => [each.status, each.last_status_code, each.last_error]);
    expect(said).toEqual([
      ['pending', null, expect.stringContaining('not public')],
      ['pending', null, expect.stringContaining('did not answer')],
      ['pending', 302, null],
    ]);
  });

  test('because the answer breaks off is tried again after the same pause', async () => {
    hook.answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '99' }).write('some');
      response.socket?.end();
    };
    await change(await addTask(), 'cancelled');
    await deliver();
    expect(await all()).toMatchObject([
      { status: 'pending', attempts: 1, last_error: expect.stringContaining('could not be sent') },
    ]);
    hook.answer = (_, response) => response.end();
    aheadMs += 6_000;
    await deliver();
    expect(await all()).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('is given up at 410, and nothing follows it there', async () => {
    hook.answer = (_, response) => response.writeHead(410).end();
    const id = await addTask();
    await change(id, 'processing');
    await deliver();
    await change(id, 'completed');
    await deliver();
    expect(await all()).toMatchObject([{ type: 'task.processing', status: 'failed' }]);

    const { id: webhook } = await addWebhook();
    await change(await addTask(null), 'processing', 'failed', 'pending', 'cancelled');
    await deliver();
    expect(await getWebhook(ctx, { id: webhook })).toMatchObject({
      ...{ enabled: false, disabled_reason: expect.stringContaining('410') },
    });
    const sent = (await all()).filter(({ webhook_id }) => webhook_id === webhook);
    expect(sent.map(({ status, attempts }) => [status, attempts])).toEqual([
      ...[
        ['failed', 0],
        ['failed', 0],
        ['failed', 1],
      ],
    ]);
    await change(await addTask(null), 'cancelled');
    expect(await all()).toHaveLength(4);
  });
});

describe('an endpoint', () => {
  test('where nothing arrives for three days is disabled, and starts afresh when it is enabled', async () => {
    hook.answer = (_, response) => response.writeHead(500).end();
    const { id } = await addWebhook();
    await change(await addTask(null), 'cancelled');
    await deliver();
    for (const pauseMs of RETRY_PAUSES_MS) {
      expect(await getWebhook(ctx, { id })).toMatchObject({ enabled: true });
      aheadMs += pauseMs;
      await deliver();
    }
    expect(await getWebhook(ctx, { id })).toMatchObject({
      ...{ enabled: false, disabled_reason: expect.stringContaining('three days') },
    });
    const enabled = await updateWebhook(ctx, { id, enabled: true });
    expect(enabled).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  });

  test('where something arrived meanwhile is not', async () => {
    hook.answer = (_, response) => response.writeHead(500).end();
    const { id } = await addWebhook();
    await change(await addTask(null), 'cancelled');
    await deliver();
    expect((await getWebhook(ctx, { id })).failing_since).not.toBeNull();
    const [first = expect.fail()] = await all();
    for (const pauseMs of RETRY_PAUSES_MS) {
      hook.answer = (_, response) => response.end();
      await change(await addTask(null), 'failed');
      await ctx.database.pool.webhookDelivery.updateMany({
        where: { id: { not: first.id }, status: 'pending' },
        data: { dueAt: await clock() },
      });
      await deliver();
      expect((await getWebhook(ctx, { id })).failing_since).toBeNull();
      hook.answer = (_, response) => response.writeHead(500).end();
      aheadMs += pauseMs;
      await deliver();
    }
    expect(await getDelivery(ctx, first)).toMatchObject({ status: 'failed', attempts: 10 });
    expect(await getWebhook(ctx, { id })).toMatchObject({ enabled: true });
  });
});

describe('the messages of a task', () => {
  test('arrive in order, also when the first is refused once', async () => {
    const answers = [500];
    hook.answer = (_, response) => response.writeHead(answers.shift() ?? 200).end();
    await change(await addTask(), 'processing', 'pending', 'processing', 'completed');
    await deliver();
    expect(types()).toEqual(['task.processing']);
    aheadMs += 6_000;
    await deliver();
    expect(types().slice(1)).toEqual([
      ...['task.processing', 'task.pending', 'task.processing', 'task.completed'],
    ]);
  });

  test('do not wait for one that is refused again and again', async () => {
    hook.answer = ({ message }, response) =>
      response.writeHead(message.status === 'processing' ? 400 : 200).end();
    await change(await addTask(), 'processing', 'completed');
    await deliver();
    aheadMs += 6_000;
    await deliver();
    expect(types()).toEqual(['task.processing', 'task.processing', 'task.completed']);
  });

  test('say what was when they were written, however late they come', async () => {
    await change(await addTask(), 'processing', 'failed');
    await deliver();
    const said = hook.received.map(({ message: { status, completed_at } }) => [
      status,
      completed_at === null,
    ]);
    expect(said).toEqual([
      ['processing', true],
      ['failed', false],
    ]);
  });
});

describe('a receiver that hangs', () => {
  test('holds up neither other receivers nor other keys', async () => {
    await using hangs = await openHookReceiver('127.0.0.2');
    hangs.answer = () => {};
    for (let at = 0; at < 12; at++) await change(await addTask(hangs.url), 'cancelled');
    const { ctx: other } = await installation.asNewKey();
    await change(await addTask(), 'cancelled');
    await change(await addTask(hook.url, other), 'cancelled');
    const deliverer = open();
    while ((await deliverer.begin()) > 0);
    await until(() => hook.received.length === 2 && hangs.received.length === 8);
    await deliverer.stop();
    const left = (await all()).filter(({ url }) => url.startsWith(hangs.url));
    expect(left.map(({ status }) => status)).toEqual(Array(12).fill('pending'));
  });

  test('fails in time', async () => {
    hook.answer = () => {};
    ctx = { ...ctx, env: { ...ctx.env, MOUTHPIECE_TIMING_DELIVERY_MS: 100 } };
    await change(await addTask(), 'cancelled');
    await deliver();
    expect(await all()).toMatchObject([
      { status: 'pending', attempts: 1, last_error: 'The address did not answer in time' },
    ]);
  });
});

test('what was settled is forgotten after 30 days, what is not stays', async () => {
  await change(await addTask(), 'cancelled');
  await deliver();
  await change(await addTask('http://127.0.0.1:9/'), 'cancelled');
  const { pool } = ctx.database;
  const age = (days: number) =>
    pool.webhookDelivery.updateMany({
      data: { createdAt: new Date(Date.now() - days * 24 * HOUR) },
    });
  await age(29);
  await forgetDeliveries(pool, DELIVERY_KEPT_DAYS);
  expect(await all()).toHaveLength(2);
  await age(31);
  await forgetDeliveries(pool, DELIVERY_KEPT_DAYS);
  expect(await all()).toMatchObject([{ status: 'pending' }]);
});

describe('several processes', () => {
  test('send each message once', async () => {
    for (let at = 0; at < 30; at++) await change(await addTask(), 'cancelled');
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(hook.received).toHaveLength(30);
    expect(new Set(hook.received.map(({ id }) => id)).size).toBe(30);
  });

  test('take over from one that died, when its lease has run out and not before', async () => {
    await change(await addTask(), 'cancelled');
    const [message = expect.fail()] = await all();
    const lease = { now: await clock(), leaseMs: 30_000 };
    expect(await claimDeliveries(ctx.database.pool, [message.id], lease)).toHaveLength(1);
    await deliver();
    expect(hook.received).toEqual([]);
    aheadMs += 30_000;
    await deliver();
    const { status, log } = await getDelivery(ctx, message);
    expect([status, log.map((each) => each.status_code)]).toEqual(['delivered', [null, 204]]);
  });

  test('hand back what they were sending when they are told to stop', async () => {
    hook.answer = () => {};
    await change(await addTask(), 'cancelled');
    const stopped = open();
    await stopped.begin();
    await until(() => hook.received.length === 1);
    await stopped.stop();
    hook.answer = (_, response) => response.end();
    await deliver();
    const [message = expect.fail()] = await all();
    expect(message).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(hook.received.map(({ id }) => id)).toEqual([message.id, message.id]);
  });
});

test('what was given up is sent again, with all its tries, when it is replayed', async () => {
  hook.answer = (_, response) => response.writeHead(410).end();
  await change(await addTask(), 'cancelled');
  await deliver();
  const [message = expect.fail()] = await all();
  expect(message.status).toBe('failed');
  await replayDelivery(ctx, message);
  hook.answer = (_, response) => response.writeHead(500).end();
  await deliver();
  expect(await getDelivery(ctx, message)).toMatchObject({ status: 'pending', attempts: 2 });
});
