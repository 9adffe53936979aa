import type { Db } from './db.ts';

/** Calls of one bucket that this process has seen and the database has not. */
export type SeenCalls = { bucket: string; calls: number };
/** All calls of a bucket in its present window, and how long that goes on. */
export type CountedCalls = { bucket: string; calls: number; leftMs: number };

/**
 * Adds calls to their buckets. A bucket's window begins with its first call; one that comes after its end begins the next.
 * In the order of their names, so that two processes never wait for each other.
 */
export function addCalls(db: Db, seen: SeenCalls[], windowMs: number): Promise<CountedCalls[]> {
  const sorted = seen.toSorted((a, b) => (a.bucket < b.bucket ? -1 : 1));
  const buckets = sorted.map(({ bucket }) => bucket);
  const calls = sorted.map((entry) => entry.calls);
  return db.$queryRaw`
    INSERT INTO call_counts AS c (bucket, started_at, calls)
    SELECT bucket, now(), calls FROM unnest(${buckets}::text[], ${calls}::int[]) AS seen(bucket, calls)
    ON CONFLICT (bucket) DO UPDATE SET
      calls = excluded.calls + CASE WHEN c.started_at > now() - ${windowMs} * interval '1 millisecond'
        THEN c.calls ELSE 0 END,
      started_at = CASE WHEN c.started_at > now() - ${windowMs} * interval '1 millisecond'
        THEN c.started_at ELSE now() END
    RETURNING bucket, calls,
      (${windowMs} - extract(epoch FROM now() - started_at) * 1000)::float8 AS "leftMs"`;
}

/** Forgets windows that ended long ago. */
export async function forgetCallCounts(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM call_counts WHERE started_at < now() - interval '1 hour'`;
}
