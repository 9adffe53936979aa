import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comesToNothing, FaultClient, makePicture } from './fault-client.ts';
import { type FaultGround, isRunning, listLeftovers, openFaultGround } from './fault-ground.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const onLinux = test.runIf(process.platform === 'linux');

let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({ settings: { MOUTHPIECE_WORKER_SLOTS: '2' } });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

const rendering = (id: string) =>
  until(async () => (await client.getTask(id)).stage === 'rendering');

/** Kilobytes, by the name `/proc` gives it. */
function memoryOf(pid: number, field: 'VmSize' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]);
}

describe('memory that runs out', () => {
  onLinux('ends one slot: its task is tried once more, the task beside it goes on', async () => {
    const tasks = [await client.video(2), await client.video(2)];
    for (const { id } of tasks) await rendering(id);
    const [hungry = 0, other = 0] = (await ground.worker()).slots();
    execFileSync('prlimit', ['--pid', `${hungry}`, `--as=${memoryOf(hungry, 'VmSize') * 1024}`]);
    const ended = await Promise.all(tasks.map(({ id }) => client.endsOnce(id, 'completed')));
    expect(ended.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
    expect([isRunning(hungry), isRunning(other)]).toEqual([false, true]);
    await comesToNothing(() => listLeftovers(ground));
  });
});

describe('a clock that jumps', () => {
  test.each([
    ['two hours ahead', 2 * HOUR_MS],
    ['two hours back', -2 * HOUR_MS],
  ])('%s, nothing expires and nothing is lost', async (_, ms) => {
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
    expect(await client.endsOnce(running.id, 'completed')).toMatchObject({ attempts: 1 });
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
