import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isEnded, type Task } from '#/domain/task.ts';
import { comesToNothing, FaultClient, makePicture } from '../fault-client.ts';
import {
  type FaultGround,
  isRunning,
  listLeftovers,
  listLiveJobs,
  openFaultGround,
} from '../fault-ground.ts';
import { until } from '../until.ts';
import { countDescriptors, residentBytes } from './process-figures.ts';
import { Chance, chooseSeed, inParallel, setting } from './seeded.ts';

const TASKS = setting('SOAK_TASKS', 500);
const LANES = 4;
const CANCELLED = 0.05;
const BAD = 0.05;
const VIDEOS = 0.3;
/** So many may meet three kills, which ends them. */
const GAVE_UP = 0.02;
/** So many tasks end at most between two kills; the next comes so soon after. */
const MOST_BETWEEN_KILLS = 4;
const SOON_MS = 2_000;
const LONGEST_MS = 300_000;
/** What a process may grow by in the quiet part, when it is warm. */
const GROWTH = { ratio: 1.2, bytes: 40_000_000, descriptors: 8 };

const chance = new Chance(chooseSeed('a day'));
let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({
    settings: {
      MOUTHPIECE_WORKER_SLOTS: '2',
      MOUTHPIECE_TIMING_LEASE_MS: '5000',
      MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: '100000',
    },
  });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

type Plan = { text: string; kind: 'speech' | 'video' | 'bad'; cancelAfterMs: number | null };

/** What each task will be: decided before anything runs, so that the seed decides. */
const plans: Plan[] = Array.from({ length: TASKS }, () => {
  const kind = chance.next() < BAD ? 'bad' : chance.next() < VIDEOS ? 'video' : 'speech';
  const text = `Number ${chance.below(1000)}.`;
  return { kind, text, cancelAfterMs: chance.next() < CANCELLED ? chance.below(2_000) : null };
});
const ends: Record<string, number> = {};
let gaveUp = 0;
let kills = 0;

async function create({ kind, text }: Plan): Promise<Task> {
  if (kind === 'video') return client.video(1);
  if (kind === 'speech') return client.speech(text);
  const asset = await client.upload(Buffer.from(`not a picture ${text}`));
  expect(asset.status).toBe('rejected');
  return client.speech('🙂');
}

async function endOf(id: string): Promise<Task> {
  return until(async () => {
    await delay(150);
    const task = await client.getTask(id);
    return isEnded(task.status) && task;
  }, LONGEST_MS);
}

async function live(plan: Plan): Promise<void> {
  const { kind, cancelAfterMs } = plan;
  const { id } = await create(plan);
  if (cancelAfterMs !== null) {
    await delay(cancelAfterMs);
    await ground.call('POST', `/api/v1/tasks/${id}/cancel`);
  }
  const { status, error } = await endOf(id);
  ends[status] = (ends[status] ?? 0) + 1;
  if (status === 'failed' && kind !== 'bad') {
    expect(['worker_lost', 'engine_failed']).toContain(error?.code);
    gaveUp += 1;
  }
  if (status === 'completed') {
    expect(kind).not.toBe('bad');
    await client.endsOnce(id, 'completed');
  }
}

/** So often by what was done, not by the clock: on a slow machine as on a fast one, work gets on between two kills. */
async function killAtRandom(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [worker, web] = [await ground.worker(), await ground.web()];
    const next = ended() + 1 + chance.below(MOST_BETWEEN_KILLS);
    await until(() => signal.aborted || ended() >= next, LONGEST_MS);
    await delay(chance.below(SOON_MS), undefined, { signal }).catch(() => {});
    for (const pid of worker.children()) ground.children.add(pid);
    const victim = chance.pick([...worker.slots(), worker.child.pid ?? 0, web.pid]);
    if (signal.aborted || !isRunning(victim)) continue;
    process.kill(victim, 'SIGKILL');
    kills += 1;
  }
}

const ended = () => Object.values(ends).reduce((sum, count) => sum + count, 0);

async function figures(): Promise<{ name: string; bytes: number; descriptors: number }[]> {
  const worker = await ground.worker();
  const pids = { web: (await ground.web()).pid, worker: worker.child.pid ?? 0 };
  return Promise.all(
    Object.entries(pids).map(async ([name, pid]) => ({
      name: `${name} ${pid}`,
      bytes: await residentBytes(pid),
      descriptors: await countDescriptors(pid),
    })),
  );
}

test('a day of tasks and kills: each ends once, and nothing grows or is left', {
  timeout: 3_600_000,
}, async () => {
  const killing = new AbortController();
  const killer = killAtRandom(killing.signal);
  const rough = Math.floor(TASKS / 2);
  await inParallel({ count: rough, lanes: LANES }, (n) => live(plans[n] as Plan));
  killing.abort();
  await killer;
  const warm = Math.ceil((TASKS - rough) / 2);
  const next = (from: number) => (n: number) => live(plans[from + n] as Plan);
  await inParallel({ count: warm, lanes: LANES }, next(rough));
  const before = await figures();
  const left = TASKS - rough - warm;
  await inParallel({ count: left, lanes: LANES }, next(rough + warm));
  await comesToNothing(() => listLeftovers(ground));
  await comesToNothing(() => listLiveJobs(ground));
  const after = await figures();
  process.stderr.write(`${JSON.stringify({ ends, kills, gaveUp, before, after })}\n`);
  for (const [index, was] of before.entries()) {
    const now = after[index];
    expect(now?.name).toBe(was.name);
    expect(now?.bytes).toBeLessThan(was.bytes * GROWTH.ratio + GROWTH.bytes);
    expect(now?.descriptors).toBeLessThanOrEqual(was.descriptors + GROWTH.descriptors);
  }
  expect(ended()).toBe(TASKS);
  expect(kills).toBeGreaterThan(rough / MOST_BETWEEN_KILLS / 2);
  expect(gaveUp).toBeLessThanOrEqual(Math.max(3, TASKS * GAVE_UP));
  await nothingHangs();
  await client.upload(await makePicture());
});

/** No row says that something goes on which does not, and every task has ended once. */
async function nothingHangs(): Promise<void> {
  const { pool } = ground.installation.ctx.database;
  const odd = await pool.$queryRaw`
    SELECT t.id, t.status, count(e.*) FROM tasks t LEFT JOIN events e ON e.task_id = t.id
      AND e.type IN ('task.completed', 'task.failed', 'task.cancelled')
    GROUP BY t.id HAVING count(e.*) <> 1 OR t.status IN ('pending', 'processing')`;
  expect(odd).toEqual([]);
  expect(await pool.asset.count({ where: { status: { in: ['uploading', 'probing'] } } })).toBe(0);
}
