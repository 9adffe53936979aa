import type { Db } from '../../data/db.ts';
import type { AppContext } from '../context.ts';

const LEVEL = { high: 1_000_000, normal: 0, low: -1_000_000 } as const;

/**
 * Sends the job that runs a task's next attempt, in the caller's transaction. A key's n-th waiting task ranks behind
 * every other key's earlier ones, so a long backlog of one key does not hold up the others.
 */
export function enqueueTask(
  tx: Db,
  app: Pick<AppContext, 'queue'>,
  task: { id: string; attempt: number; priority: string; backlog: number; delayMs?: number },
): Promise<string> {
  const level = LEVEL[task.priority as keyof typeof LEVEL];
  return app.queue.send(tx, 'run-task', {
    payload: { taskId: task.id, attempt: task.attempt },
    priority: level - task.backlog,
    ...(task.delayMs && { delayMs: task.delayMs }),
  });
}
