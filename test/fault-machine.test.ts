import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comesToNothing, FaultClient, makePicture } from './fault-client.ts';
import { type FaultGround, isRunning, listLeftovers, openFaultGround } from './fault-ground.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const onLinux = test.runIf(process.platform === 'linux');

let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({
    settings: { MOUTHPIECE_WORKER_SLOTS: '2', MOUTHPIECE_TIMING_LEASE_MS: '5000' },
  });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

const rendering = (id: string) =>
  until(async () => (await client.getTask(id)).stage === 'rendering', 60_000);

/** Why tries failed. */
async function warningsOf(taskId: string): Promise<string[]> {
  const { pool } = ground.installation.ctx.database;
  const lines = await pool.taskLog.findMany({ where: { taskId, level: 'warn' } });
  return lines.map(({ message }) => message);
}

describe('memory that runs out', () => {
  onLinux(
    'ends one slot: its task is tried once more, the task beside it goes on',
    {
      timeout: 180_000,
    },
    async () => {
      const tasks = [await client.video(2), await client.video(2)];
      for (const { id } of tasks) await rendering(id);
      const [hungry = 0, other = 0] = (await ground.worker()).slots();
      execFileSync('prlimit', ['--pid', `${hungry}`, '--as=1000000']);
      const ended = await Promise.all(tasks.map(({ id }) => client.endsOnce(id, 'completed')));
      expect(ended.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
      const warnings = (await Promise.all(tasks.map(({ id }) => warningsOf(id)))).flat();
      expect(warnings).toEqual([expect.stringContaining('engine_failed')]);
      expect([isRunning(hungry), isRunning(other)]).toEqual([false, true]);
      await comesToNothing(() => listLeftovers(ground));
    },
  );
});

describe('a clock that jumps', () => {
  test.each([
    ['two hours ahead', 2 * HOUR_MS],
    ['two hours back', -2 * HOUR_MS],
  ])('%s, nothing expires and nothing is lost', { timeout: 180_000 }, async (_, ms) => {
    const picture = await client.upload(await makePicture());
    const before = await client.endsOnce((await client.speech()).id, 'completed');
    const running = await client.video(2);
    await rendering(running.id);
    await ground.shiftClocks(ms);
    const waiting = await client.createTask({
      type: 'speech',
      input: { text: 'Hello.' },
      expires_in: 600,
    });
    const uploaded = await client.upload(await makePicture());
    await client.endsOnce(running.id, 'completed');
    expect(await warningsOf(running.id)).toEqual([]);
    expect(await client.endsOnce(waiting.id, 'completed')).toMatchObject({ attempts: 1 });
    for (const { id } of [picture, uploaded]) {
      expect(await client.json('GET', `/api/v1/assets/${id}`)).toMatchObject({ status: 'ready' });
    }
    await client.endsOnce(before.id, 'completed');
    const { pool } = ground.installation.ctx.database;
    const wrong = await pool.$queryRaw`
      SELECT id FROM tasks WHERE completed_at NOT BETWEEN created_at AND now()`;
    expect(wrong).toEqual([]);
    await ground.shiftClocks(0);
    await comesToNothing(() => listLeftovers(ground));
  });
});
