import type { Db } from './db.ts';
import { IS_HELD, TAKES_A_PLACE } from './task-turns.ts';

/** What decides whether a key may have more. */
export type KeyLoad = {
  /** Its own limits, as stored. */
  limits: unknown;
  storedBytes: number;
  /** What the tasks that it created since midnight (UTC) have made or may still make. */
  reservedMs: number;
  waiting: number;
  /** Of those that wait, the ones without a job. */
  held: number;
  /** Those that run or have a job to. */
  placed: number;
  dayLeftS: number;
  now: Date;
};

/** One statement, since it stands in the way of every task. */
export async function readKeyLoad(db: Db, keyId: string): Promise<KeyLoad> {
  const [row] = await db.$queryRaw<KeyLoad[]>`
    SELECT limits, clock_timestamp() AS now,
      (SELECT coalesce(sum(bytes), 0)::float8 FROM assets
        WHERE key_id = k.id AND status <> 'rejected') AS "storedBytes",
      (SELECT coalesce(sum(reserved_ms), 0)::float8 FROM tasks
        WHERE key_id = k.id AND created_at >= date_trunc('day', now(), 'UTC')) AS "reservedMs",
      live.*,
      ceil(extract(epoch FROM date_trunc('day', now(), 'UTC') + interval '1 day' - now()))::int AS "dayLeftS"
    FROM keys k, LATERAL (
      SELECT count(*) FILTER (WHERE status = 'pending')::int AS waiting,
        count(*) FILTER (WHERE ${IS_HELD})::int AS held,
        count(*) FILTER (WHERE ${TAKES_A_PLACE})::int AS placed
      FROM tasks WHERE key_id = k.id AND status IN ('pending', 'processing')
    ) live
    WHERE id = ${keyId}`;
  if (!row) throw new Error('the database did not tell what a key has used');
  return row;
}

/** What decides whether a key may run one more task. */
export type KeyPlaces = { limits: unknown; running: number; draining: boolean; now: Date };

/** @param workerId who would run it, and may have been told to take nothing new */
export async function readKeyPlaces(db: Db, keyId: string, workerId: string): Promise<KeyPlaces> {
  const [row] = await db.$queryRaw<KeyPlaces[]>`
    SELECT limits, clock_timestamp() AS now,
      (SELECT count(*)::int FROM tasks WHERE key_id = k.id AND status = 'processing') AS running,
      EXISTS (SELECT 1 FROM workers WHERE id = ${workerId} AND draining) AS draining
    FROM keys k WHERE id = ${keyId}`;
  if (!row) throw new Error('the database did not tell what a key runs');
  return row;
}
