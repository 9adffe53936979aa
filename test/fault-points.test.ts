import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '#/domain/fault-points.ts';
import { getCallbackSecret } from '#/services/webhooks/callback-secret.ts';
import { addBareTask, changeStatus } from './bare-task.ts';
import { comesToNothing, FaultClient } from './fault-client.ts';
import { type FaultGround, listLeftovers, listLiveJobs, openFaultGround } from './fault-ground.ts';
import { SCENARIOS } from './fault-scenarios.ts';
import { isSignedWith, openHookReceiver } from './hook-receiver.ts';
import { until } from './until.ts';

let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({
    settings: { MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: '20000', MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' },
  });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

/** Where a slot, or the lane that looks at files, has something in hand: what if they die and their worker does not? */
const IN_HAND: FaultPoint[] = [
  'probe-claimed',
  'probe-done',
  'task-claimed',
  'task-staged',
  'slot-working',
  'preview-stored',
  'product-written',
  'product-checked',
];

describe('a process that dies at', () => {
  test.each(FAULT_POINTS)(
    '%s costs nothing that was acknowledged and leaves nothing behind',
    { timeout: 120_000 },
    async (point) => {
      await SCENARIOS[point]({ ground, client }, { point, how: 'kill' });
      await comesToNothing(() => listLeftovers(ground));
    },
  );

  test.each(IN_HAND)(
    '%s, as a process of a worker that goes on, costs no more',
    { timeout: 120_000 },
    async (point) => {
      // What is left of an earlier death at this point would count as this one.
      await ground.arm(point, 'hold');
      const scenario = SCENARIOS[point]({ ground, client }, { point, how: 'hold' });
      await ground.hit(point);
      for (const pid of (await ground.worker()).children()) process.kill(pid, 'SIGKILL');
      await ground.letGo(point);
      await scenario;
      await comesToNothing(() => listLeftovers(ground));
    },
  );

  test('any moment loses no message of those that it was to send', {
    timeout: 120_000,
  }, async () => {
    const { ctx } = ground.installation;
    await using hook = await openHookReceiver();
    const ids: string[] = [];
    for (let round = 0; round < 4; round++) {
      const { pid } = await ground.web();
      for (let at = 0; at < 8; at++) {
        const id = await addBareTask(ctx, hook.url);
        ids.push(id);
        await changeStatus(ctx, id, ['processing', 'failed']);
      }
      process.kill(pid, 'SIGKILL');
      await until(async () => (await ground.web()).pid !== pid);
    }
    const { secret } = await getCallbackSecret(ctx, { id: 'self' });
    const told = (id: string) => {
      const messages = hook.received.filter(({ message }) => message.task_id === id);
      return [...new Map(messages.map((each) => [each.id, each.message.status])).values()];
    };
    await until(() => ids.every((id) => told(id).length >= 2));
    for (const id of ids) expect(told(id)).toEqual(['processing', 'failed']);
    for (const each of hook.received) expect(isSignedWith(secret, each)).toBe(true);
  });

  test('any of them, the queue has noticed in the end', { timeout: 120_000 }, async () => {
    await comesToNothing(() => listLiveJobs(ground));
    const { pool } = ground.installation.ctx.database;
    const unfinished = { status: { in: ['uploading', 'probing'] } };
    await until(async () => (await pool.asset.count({ where: unfinished })) === 0);
    expect(await pool.task.count({ where: { status: { in: ['pending', 'processing'] } } })).toBe(0);
  });
});
