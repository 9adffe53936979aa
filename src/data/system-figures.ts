import type { Db } from './db.ts';

/** Whose work is looked at: one key's, or with null everybody's. */
type Whose = string | null;

export type WaitingGroup = {
  type: string;
  stage: string;
  engine: string | null;
  again: boolean;
  /** Without a job: their key may not run more at once. */
  held: boolean;
  tasks: number;
  oldestS: number;
};

/** What waits, in groups that wait for the same thing. */
export function listWaitingGroups(db: Db, keyId: Whose): Promise<WaitingGroup[]> {
  return db.$queryRaw`
    SELECT type, stage, options->>'engine' AS engine, failures > 0 AS again,
      stage = 'queued' AND job_id IS NULL AS held, count(*)::int AS tasks,
      extract(epoch FROM now() - min(created_at))::float8 AS "oldestS"
    FROM tasks WHERE status = 'pending' AND (${keyId}::text IS NULL OR key_id = ${keyId})
    GROUP BY 1, 2, 3, 4, 5`;
}

export type RunningRow = {
  id: string;
  keyId: string;
  type: string;
  stage: string;
  progress: number;
  machine: string | null;
  startedAt: Date | null;
};

export function listRunning(db: Db): Promise<RunningRow[]> {
  return db.task.findMany({
    where: { status: 'processing' },
    select: {
      ...{ id: true, keyId: true, type: true, stage: true, progress: true },
      ...{ machine: true, startedAt: true },
    },
    orderBy: { startedAt: 'asc' },
    take: 1000,
  });
}

export type EndedGroup = {
  day: string;
  status: 'completed' | 'failed';
  code: string | null;
  speech: boolean;
  tasks: number;
  madeMs: number;
};

/** What ended on the last seven days (UTC). `madeMs` is the length of what was made. */
export function listEndedGroups(db: Db, keyId: Whose): Promise<EndedGroup[]> {
  return db.$queryRaw`
    SELECT to_char(completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, status, error_code AS code,
      type = 'speech' AS speech, count(*)::int AS tasks, coalesce(sum(reserved_ms), 0)::float8 AS "madeMs"
    FROM tasks
    WHERE completed_at >= date_trunc('day', now(), 'UTC') - interval '6 days'
      AND status IN ('completed', 'failed') AND (${keyId}::text IS NULL OR key_id = ${keyId})
    GROUP BY 1, 2, 3, 4`;
}

export type Durations = {
  today: string;
  waitP50: number | null;
  waitP95: number | null;
  workP50: number | null;
  workP95: number | null;
};

/** Seconds that this week's tasks waited and were worked on, and the present day (UTC). */
export async function readDurations(db: Db, keyId: Whose): Promise<Durations> {
  const [row] = await db.$queryRaw<Durations[]>`
    SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today,
      wait[1] AS "waitP50", wait[2] AS "waitP95", work[1] AS "workP50", work[2] AS "workP95"
    FROM (
      SELECT
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
          ORDER BY extract(epoch FROM started_at - created_at)::float8) AS wait,
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
          ORDER BY extract(epoch FROM completed_at - started_at)::float8) AS work
      FROM tasks
      WHERE completed_at >= date_trunc('day', now(), 'UTC') - interval '6 days'
        AND status = 'completed' AND started_at IS NOT NULL
        AND (${keyId}::text IS NULL OR key_id = ${keyId})
    ) AS spread`;
  if (!row) throw new Error('the database did not tell durations');
  return row;
}

export async function sumAllStoredBytes(db: Db): Promise<number> {
  const { _sum: sum } = await db.asset.aggregate({
    where: { status: { not: 'rejected' } },
    _sum: { bytes: true },
  });
  return Number(sum.bytes ?? 0);
}

export async function readDatabaseBytes(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: bigint }[]>`
    SELECT pg_database_size(current_database()) AS bytes`;
  return Number(row?.bytes ?? 0);
}

export function countTasksByStatus(db: Db): Promise<{ status: string; tasks: number }[]> {
  return db.$queryRaw`SELECT status, count(*)::int AS tasks FROM tasks GROUP BY 1`;
}

export type EndedTask = {
  type: string;
  status: 'completed' | 'failed';
  waitS: number | null;
  workS: number | null;
};

/** Commits are this much later than the time they carry, at most: what is younger may not be seen yet. */
const SETTLE_MS = 5_000;
const MOST_ENDED = 10_000;

/**
 * What ended after `after` and up to a few seconds ago.
 * @param after null for `sinceMs` before now @returns with where to go on
 */
export async function listEndedTasks(
  db: Db,
  { after, sinceMs }: { after: Date | null; sinceMs: number },
): Promise<{ tasks: EndedTask[]; upTo: Date }> {
  const [clock] = await db.$queryRaw<{ start: Date; upTo: Date }[]>`
    SELECT now() - ${sinceMs} * interval '1 millisecond' AS start,
      now() - ${SETTLE_MS} * interval '1 millisecond' AS "upTo"`;
  if (!clock) throw new Error('the database did not tell the time');
  const tasks = await db.$queryRaw<EndedTask[]>`
    SELECT type, status, extract(epoch FROM started_at - created_at)::float8 AS "waitS",
      extract(epoch FROM completed_at - started_at)::float8 AS "workS"
    FROM tasks
    WHERE completed_at > ${after ?? clock.start} AND completed_at <= ${clock.upTo}
      AND status IN ('completed', 'failed')
    LIMIT ${MOST_ENDED}`;
  return { tasks, upTo: clock.upTo };
}
