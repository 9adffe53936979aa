import { randomUUID } from 'node:crypto';
import type { Db } from '../../data/db.ts';
import { giveJob, listNextHeldTasks } from '../../data/task-turns.ts';
import type { AppContext } from '../context.ts';
import { limitsOf } from '../keys/limits-of.ts';

const LEVEL = { high: 1_000_000, normal: 0, low: -1_000_000 } as const;

/** Sends the job that runs a task's next attempt, in the caller's transaction: whose turn is sooner comes first. */
export function sendTask(
  tx: Db,
  app: Pick<AppContext, 'queue'>,
  task: {
    id: string;
    attempt: number;
    priority: string;
    turn: number | null;
    delayMs?: number;
    /** The id of the job, where the task's row says it already. */
    as?: string;
  },
): Promise<string> {
  const level = LEVEL[task.priority as keyof typeof LEVEL];
  return app.queue.send(tx, 'run-task', {
    payload: { taskId: task.id, attempt: task.attempt },
    priority: level - (task.turn ?? 0),
    ...(task.as && { id: task.as }),
    ...(task.delayMs && { delayMs: task.delayMs }),
  });
}

/**
 * Sends the jobs of a key's next waiting tasks, as many as it may run at once; the others wait as rows alone, so a backlog
 * takes no place in the queue. To be called where a task begins to wait and where one stops running, in a transaction
 * that has locked the key before it touched its tasks.
 */
export async function fillPlaces(
  tx: Db,
  app: Pick<AppContext, 'queue' | 'env'>,
  keyId: string,
): Promise<void> {
  const { concurrentTasks } = await limitsOf(tx, app.env, keyId);
  await fillSoMany(tx, app, { keyId, concurrentTasks });
}

/** The same, where the key's limit is known. */
export async function fillSoMany(
  tx: Db,
  app: Pick<AppContext, 'queue'>,
  { keyId, concurrentTasks }: { keyId: string; concurrentTasks: number },
): Promise<void> {
  for (const task of await listNextHeldTasks(tx, keyId, concurrentTasks)) {
    await fillPlace(tx, app, task);
  }
}

/** Sends the job of this task, whose turn it is. */
export async function fillPlace(
  tx: Db,
  app: Pick<AppContext, 'queue'>,
  task: Parameters<typeof giveJob>[1],
): Promise<void> {
  const jobId = randomUUID();
  const turn = await giveJob(tx, task, jobId);
  if (turn !== null) await sendTask(tx, app, { ...task, turn, as: jobId });
}
