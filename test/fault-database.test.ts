import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installQueue } from '#/queue/boss.ts';
import { type RunningPostgres, startPostgres } from '../bin/postgres.ts';
import { migrate } from '../prisma/migrate.ts';
import { createTestDatabase } from './database.ts';
import { comesToNothing, FaultClient, makePicture } from './fault-client.ts';
import { type FaultGround, listLeftovers, openFaultGround } from './fault-ground.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';
import { startWorker } from './worker-process.ts';

/** Short enough for a test, long enough for a machine that has much else to do. */
const LEASE_MS = 4_000;
const ANSWER_MS = 4_000;
const AWAY_MS = 1.5 * LEASE_MS;
const IMPATIENT = {
  MOUTHPIECE_TIMING_LEASE_MS: String(LEASE_MS),
  MOUTHPIECE_TIMING_ANSWER_MS: String(ANSWER_MS),
};

let opened: AsyncDisposableStack;
let ground: FaultGround;
let client: FaultClient;
beforeEach(() => {
  opened = new AsyncDisposableStack();
});
afterEach(() => opened.disposeAsync());

async function pids(): Promise<(number | undefined)[]> {
  return [(await ground.web()).pid, (await ground.worker()).child.pid];
}

const rendering = (id: string) =>
  until(async () => (await client.getTask(id)).stage === 'rendering', 60_000);

describe('a database server that is started again', () => {
  let dataDir: string;
  let postgres: RunningPostgres;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mouthpiece-restart-'));
    opened.defer(() => rm(dataDir, { recursive: true, force: true }));
    postgres = await startPostgres({ dataDir });
    opened.defer(() => postgres.stop());
    const { url } = postgres;
    await migrate(url);
    await installQueue(url);
    const database = { url, dispose: async () => {}, [Symbol.asyncDispose]: async () => {} };
    ground = opened.use(await openFaultGround({ database, settings: IMPATIENT }));
    client = new FaultClient(ground);
  });

  test.each(['stopped', 'killed'])(
    '%s for longer than a lease, it costs no try and no upload, and no process ends',
    { timeout: 180_000 },
    async (how) => {
      const processes = await pids();
      const { id } = await client.video(4);
      await rendering(id);
      const pictures = await Promise.all([makePicture(), makePicture(), makePicture()]);
      const uploads = pictures.map((picture) => client.upload(picture));
      await restart(how);
      await client.endsOnce(id, 'completed');
      const { pool } = ground.installation.ctx.database;
      expect(await pool.taskLog.findMany({ where: { taskId: id, level: 'warn' } })).toEqual([]);
      const assets = await Promise.all(uploads);
      expect(assets.map(({ status, sha256 }) => [status, sha256])).toEqual(
        pictures.map((bytes) => ['ready', createHash('sha256').update(bytes).digest('hex')]),
      );
      await everybodyListens();
      expect(await pids()).toEqual(processes);
      await comesToNothing(leftNotByUploads);
    },
  );

  /** An upload that was opened when the database went away, and whose client heard nothing, waits for a day. */
  async function leftNotByUploads(): Promise<string[]> {
    return (await listLeftovers(ground)).filter((left) => !left.startsWith('partial upload'));
  }

  async function restart(how: string): Promise<void> {
    const port = Number(new URL(postgres.url).port);
    if (how === 'killed') process.kill(postgres.pid, 'SIGKILL');
    await postgres.stop();
    await delay(AWAY_MS);
    postgres = await startPostgres({ dataDir, port });
  }

  /** Those who were cut off hear again what changes, without asking. */
  async function everybodyListens(): Promise<void> {
    const { database, feed } = ground.installation.ctx;
    const listening = () => database.pool.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity
      WHERE application_name = 'mouthpiece events' AND datname = current_database()`;
    await until(async () => (await listening()).length === 3, 60_000);
    const heard = new Promise((resolve) => feed.on('*', resolve));
    await client.endsOnce((await client.speech()).id, 'completed');
    await heard;
  }
});

describe('connections that have gone silent', () => {
  let proxy: TcpProxy;

  beforeEach(async () => {
    const database = await createTestDatabase();
    proxy = await startTcpProxy(database.url);
    ground = opened.use(
      await openFaultGround({
        ...{ database, settings: IMPATIENT },
        throughProxy: proxy.through,
      }),
    );
    opened.use(proxy);
    client = new FaultClient(ground);
  });

  const goingOn = ['reset', 'resume', 'abandon'] as const;

  test.each(goingOn)(
    'for longer than a lease, then %s: who was cut off changes nothing, and works again',
    { timeout: 180_000 },
    async (end) => {
      const processes = await pids();
      await ground.arm('product-stored', 'hold');
      const { id } = await client.speech();
      await ground.hit('product-stored');
      proxy.silence();
      {
        await using other = await startWorker(ground.installation);
        const { database } = ground.installation.ctx;
        const row = () => database.pool.task.findUniqueOrThrow({ where: { id } });
        await until(async () => (await row()).status === 'completed', 60_000);
        const done = await row();
        expect(done.attempt).toBe(2);
        await ground.letGo('product-stored');
        proxy[end]();
        await until(async () => (await client.speech()).status === 'pending', 30_000);
        await comesToNothing(() => listLeftovers(ground));
        expect(await row()).toEqual(done);
        expect(await other.stop()).toBe(0);
      }
      await client.endsOnce(id, 'completed');
      await client.endsOnce((await client.speech()).id, 'completed');
      expect(await pids()).toEqual(processes);
    },
  );

  test('in the middle of a transaction, they hold its locks no longer than an answer may take', {
    timeout: 180_000,
  }, async () => {
    await ground.arm('product-stored', 'hold');
    const { id } = await client.speech();
    await ground.hit('product-stored');
    const silent = proxy.silenceAfter('UPDATE "public"."tasks"');
    await ground.letGo('product-stored');
    await silent;
    await using _other = await startWorker(ground.installation);
    const { pool } = ground.installation.ctx.database;
    const row = () => pool.task.findUniqueOrThrow({ where: { id } });
    await until(async () => (await row()).status === 'completed', 60_000);
    proxy.resume();
    expect(await client.endsOnce(id, 'completed')).toMatchObject({ attempts: 2 });
    await comesToNothing(() => listLeftovers(ground));
  });

  test('under a caller, they make nobody wait for ever', { timeout: 60_000 }, async () => {
    proxy.silence();
    const askedAt = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => ground.call('GET', '/api/v1/tasks')),
    );
    expect(performance.now() - askedAt).toBeLessThan(5 * ANSWER_MS);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    proxy.abandon();
    await until(async () => (await ground.call('GET', '/api/v1/tasks')).status === 200, 20_000);
  });
});
