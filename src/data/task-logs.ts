import type { Db } from './db.ts';

export type TaskLogLine = { level: 'info' | 'warn' | 'error'; message: string };
export type TaskLogRow = TaskLogLine & { at: Date; attempt: number };

/** In the order in which it happened. */
export async function listTaskLogRows(db: Db, taskId: string): Promise<TaskLogRow[]> {
  const rows = await db.taskLog.findMany({
    where: { taskId },
    orderBy: { id: 'asc' },
    select: { at: true, level: true, attempt: true, message: true },
  });
  return rows as TaskLogRow[];
}
