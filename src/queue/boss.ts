import { type ConstructorOptions, fromPrisma, PgBoss } from 'pg-boss';
import { connectionOptions, type Patience } from '../data/connection.ts';
import type { Db } from '../data/db.ts';
import { logger } from '../logger.ts';
import { JOB_NAMES, JOBS, type JobName, type JobPayload } from './jobs.ts';

const WATCHFUL = {
  supervise: true,
  superviseIntervalSeconds: 2,
  monitorIntervalSeconds: 2,
  useListenNotify: true,
} as const;
const OFF = { supervise: false, schedule: false, migrate: false, createSchema: false } as const;

/** A worker that has not touched its job for ten seconds is dead. */
const REPEAT = { retryLimit: 30, retryDelay: 1, heartbeatSeconds: 10 } as const;

export interface Queue extends AsyncDisposable {
  /** Adds a job in the caller's transaction: it exists, and wakes a worker, only if that commits. */
  send<N extends JobName>(
    tx: Db,
    name: N,
    job: { payload: JobPayload<N>; id?: string; priority?: number; delayMs?: number },
  ): Promise<string>;
  /** Those of these jobs that wait or run, or whose loss the queue will notice by itself. */
  listLive(db: Db, name: JobName, jobIds: string[]): Promise<Set<string>>;
  /** Jobs that were given to a worker longer ago than this and are not settled. */
  listTaken(db: Db, name: JobName, forMs: number): Promise<string[]>;
  /** Drops a job; a worker that has taken it is not stopped. */
  drop(tx: Db, name: JobName, jobId: string): Promise<void>;
  /** Runs `handler` for up to `concurrency` jobs at once, woken by NOTIFY, until the queue is disposed. */
  work<N extends JobName>(
    name: N,
    concurrency: number,
    handler: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Takes no more jobs; those running go on. */
  pause(): Promise<void>;
}

/** Creates pg-boss's schema and our queues; safe to run again and at the same time. */
export async function installQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 2 });
  boss.on('error', (error) => logger.error({ err: error }, 'queue installation'));
  await boss.start();
  for (const name of JOB_NAMES) {
    const { expireInSeconds } = JOBS[name];
    const options = { ...REPEAT, expireInSeconds, notify: true, deleteAfterSeconds: 3600 };
    await boss.createQueue(name, options);
    await boss.updateQueue(name, options);
  }
  await boss.stop({ graceful: false });
}

/**
 * @param options.role a worker listens and keeps the queue tidy; a web process only sends
 * @param options.answerMs how long the database's answer may take
 */
export async function openQueue(
  url: string,
  { role, answerMs }: { role: 'web' | 'worker' } & Patience,
): Promise<Queue> {
  // What the queue does not know of these it passes on to its pool.
  const options: ConstructorOptions & ReturnType<typeof connectionOptions> = {
    connectionString: url,
    max: role === 'worker' ? 6 : 2,
    // Whatever the queue forgets of a job it gives out again, and the lease tells whether it is still due.
    ...connectionOptions({ answerMs, forgetful: true }),
    ...OFF,
    ...(role === 'worker' && {
      ...WATCHFUL,
      notifyHeartbeatIntervalMs: answerMs / 2,
      notifyHeartbeatTimeoutMs: answerMs / 4,
    }),
  };
  const boss = new PgBoss(options);
  boss.on('error', (error) => logger.error({ err: error }, 'queue'));
  await boss.start();
  const working: JobName[] = [];

  return {
    async send(tx, name, job) {
      const id = await boss.send(name, job.payload, {
        db: fromPrisma(tx),
        priority: job.priority ?? 0,
        ...(job.id && { id: job.id }),
        ...(job.delayMs && { startAfter: job.delayMs / 1000 }),
      });
      if (!id) throw new Error(`the queue did not take a ${name} job`);
      return id;
    },
    async listLive(db, name, jobIds) {
      if (jobIds.length === 0) return new Set();
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM pgboss.job
        WHERE name = ${name} AND id::text = ANY(${jobIds}) AND state < 'completed'`;
      return new Set(rows.map(({ id }) => id));
    },
    async listTaken(db, name, forMs) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM pgboss.job
        WHERE name = ${name} AND state = 'active'
          AND started_on < now() - ${forMs} * interval '1 millisecond'`;
      return rows.map(({ id }) => id);
    },
    async drop(tx, name, jobId) {
      await boss.cancel(name, jobId, { db: fromPrisma(tx) });
    },
    async work(name, concurrency, handler) {
      working.push(name);
      const workerId = await boss.work<JobPayload<typeof name>>(
        name,
        {
          localConcurrency: concurrency,
          pollingIntervalSeconds: 0.5,
          notifyPollingIntervalSeconds: 1,
          heartbeatRefreshSeconds: 3,
        },
        async ([job]) => {
          if (!job) return;
          // A NOTIFY that comes while all hands are busy is lost: look for more work at the start and at the end.
          boss.notifyWorker(workerId);
          try {
            await handler(
              JOBS[name].payload.parse(job.data) as JobPayload<typeof name>,
              job.signal,
            );
          } finally {
            boss.notifyWorker(workerId);
          }
        },
      );
    },
    async pause() {
      await Promise.all(working.splice(0).map((name) => boss.offWork(name, { wait: false })));
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}
