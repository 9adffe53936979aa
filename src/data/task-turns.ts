import type { Db } from './db.ts';
import { Prisma, type Task } from './generated/client.ts';
import type { QueuedTask } from './tasks.ts';

/** A task that runs or is about to. One that pauses before its next try is not: it takes no place until its job is due. */
export const TAKES_A_PLACE = Prisma.sql`(status = 'processing'
  OR (status = 'pending' AND stage = 'queued' AND job_id IS NOT NULL AND failures = 0))`;
/** A task that waits without a job. */
export const IS_HELD = Prisma.sql`(status = 'pending' AND stage = 'queued' AND job_id IS NULL)`;

/** The next tasks of a key that wait without a job: as many as there are places left of so many. */
export function listNextHeldTasks(db: Db, keyId: string, places: number): Promise<QueuedTask[]> {
  return db.$queryRaw`
    SELECT id, attempt, job_id AS "jobId", key_id AS "keyId", priority, turn
    FROM tasks WHERE key_id = ${keyId} AND ${IS_HELD}
    ORDER BY array_position(ARRAY['high', 'normal', 'low'], priority), turn, queued_at, id
    LIMIT greatest(0, ${places}::int - (
      SELECT count(*)::int FROM tasks WHERE key_id = ${keyId} AND ${TAKES_A_PLACE}))`;
}

/** Keys with tasks that wait without a job although a place is free. @param places of keys without a limit of their own */
export async function listKeysWithPlaces(db: Db, places: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ keyId: string }[]>`
    SELECT k.id AS "keyId" FROM keys k
    WHERE k.id IN (SELECT key_id FROM tasks WHERE ${IS_HELD})
      AND (SELECT count(*) FROM tasks WHERE key_id = k.id AND ${TAKES_A_PLACE})
        < coalesce((k.limits->>'concurrent_tasks')::int, ${places})`;
  return rows.map(({ keyId }) => keyId);
}

/**
 * Gives a waiting task a job and, unless it has one, its turn: start-time fair queueing, by level of priority. Virtual
 * time is the turn of the task that started last; a key's next task comes one after its task before, but never before
 * that time. Neither version nor event: nobody but workers sees it.
 * @returns the turn; null when the task no longer waits
 */
export async function giveJob(
  tx: Db,
  { id, attempt, keyId, priority }: Pick<Task, 'id' | 'attempt' | 'keyId' | 'priority'>,
  jobId: string,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ turn: number }[]>`
    UPDATE tasks SET job_id = ${jobId}, turn = coalesce(turn, greatest(0,
      (SELECT turn FROM tasks WHERE priority = ${priority} AND turn IS NOT NULL AND attempt > 0
        ORDER BY turn DESC LIMIT 1),
      (SELECT turn + 1 FROM tasks WHERE key_id = ${keyId} AND priority = ${priority}
        AND turn IS NOT NULL AND (attempt > 0 OR status = 'pending')
        ORDER BY turn DESC LIMIT 1)))
    WHERE id = ${id} AND attempt = ${attempt} AND status = 'pending' AND stage = 'queued'
    RETURNING turn`;
  return row?.turn ?? null;
}

/** Takes the job of a waiting task away. */
export async function takeJob(
  tx: Db,
  { id, attempt }: Pick<Task, 'id' | 'attempt'>,
): Promise<void> {
  await tx.task.updateMany({
    where: { id, attempt, status: 'pending', stage: 'queued' },
    data: { jobId: null },
  });
}
