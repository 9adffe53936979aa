import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

export type UsageRow = {
  keyId: string;
  day: string;
  tasks: number;
  failed: number;
  outputMs: number;
  storedBytes: number | null;
};

/** The statement that counts into today (UTC), in the transaction of what is counted. */
export function usageOf(
  keyId: string,
  more: { tasks?: number; failed?: number; outputMs?: number },
): Prisma.Sql {
  const { tasks = 0, failed = 0, outputMs = 0 } = more;
  return Prisma.sql`
    INSERT INTO usage_days (key_id, day, tasks, failed, output_ms)
    VALUES (${keyId}, (now() AT TIME ZONE 'UTC')::date, ${tasks}, ${failed}, ${outputMs})
    ON CONFLICT (key_id, day) DO UPDATE SET
      tasks = usage_days.tasks + excluded.tasks,
      failed = usage_days.failed + excluded.failed,
      output_ms = usage_days.output_ms + excluded.output_ms`;
}

/** Notes what every key, or only this one, stores now; the last note of a day is the day's. */
export async function sampleStoredBytes(db: Db, keyId: string | null = null): Promise<void> {
  await db.$executeRaw`
    INSERT INTO usage_days (key_id, day, stored_bytes)
    SELECT key_id, (now() AT TIME ZONE 'UTC')::date, coalesce(sum(bytes), 0)
    FROM assets
    WHERE status <> 'rejected' AND (${keyId}::text IS NULL OR key_id = ${keyId})
    GROUP BY key_id ORDER BY key_id
    ON CONFLICT (key_id, day) DO UPDATE SET stored_bytes = excluded.stored_bytes`;
}

/** By day, then key. @param query.keyId of one key only */
export async function listUsageRows(
  db: Db,
  query: { from: string; to: string; keyId: string | undefined },
): Promise<UsageRow[]> {
  const rows = await db.usageDay.findMany({
    where: {
      day: { gte: new Date(query.from), lte: new Date(query.to) },
      ...(query.keyId && { keyId: query.keyId }),
    },
    orderBy: [{ day: 'asc' }, { keyId: 'asc' }],
  });
  return rows.map(({ keyId, day, tasks, failed, outputMs, storedBytes }) => ({
    ...{ keyId, tasks, failed },
    day: day.toISOString().slice(0, 10),
    outputMs: Number(outputMs),
    storedBytes: storedBytes === null ? null : Number(storedBytes),
  }));
}
