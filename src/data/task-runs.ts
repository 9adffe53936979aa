import { WORKER_SILENCE_MS } from '../domain/worker.ts';
import type { Db } from './db.ts';

/** A task of this installation that ran to its end: how long it worked, and for how much of what. */
export type TaskRun = { runMs: number; outputMs: number; pixels: number };

/** The latest runs of these types, from footage or not; what came from a cache or was tried again says nothing. */
export function listRecentRuns(
  db: Db,
  query: { types: readonly string[]; fromFootage: boolean; limit: number },
): Promise<TaskRun[]> {
  return db.$queryRaw`
    SELECT (extract(epoch FROM t.completed_at - t.started_at) * 1000)::float AS "runMs",
      a.duration_ms::float AS "outputMs",
      (coalesce(a.width, 1) * coalesce(a.height, 1))::float AS pixels
    FROM (SELECT * FROM tasks WHERE status = 'completed' AND type = ANY(${[...query.types]})
        AND (input ? 'video') = ${query.fromFootage} AND NOT cached AND attempt = 1
      ORDER BY id DESC LIMIT ${query.limit}) t
    JOIN assets a ON a.id = t.output_asset_id
    WHERE a.duration_ms > 0 AND t.completed_at > t.started_at`;
}

/** A task that is before a new one: its output as far as it is known, and how far it is. */
export type TaskAhead = {
  type: string;
  fromFootage: boolean;
  outputMs: number;
  progress: number;
  leftMs: number | null;
};

export function listTasksAhead(db: Db, limit: number): Promise<TaskAhead[]> {
  return db.$queryRaw`
    SELECT type, input ? 'video' AS "fromFootage", reserved_ms::float AS "outputMs", progress,
      (extract(epoch FROM estimated_finish_at - now()) * 1000)::float AS "leftMs"
    FROM tasks WHERE status IN ('pending', 'processing') LIMIT ${limit}`;
}

/** How many tasks can run at once on the workers heard of lately. */
export async function countLiveSlots(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ slots: number }[]>`
    SELECT coalesce(sum(slots), 0)::int AS slots FROM workers
    WHERE seen_at > now() - ${WORKER_SILENCE_MS} * interval '1 millisecond'`;
  return row?.slots ?? 0;
}
