import type { Db } from './db.ts';
import type { Batch as BatchRow } from './generated/client.ts';
import type { TaskRow } from './tasks.ts';

export type { BatchRow };

export async function insertBatch(
  tx: Db,
  row: { id: string; keyId: string; createdAt: Date },
): Promise<void> {
  await tx.batch.create({ data: row });
}

export function findBatch(db: Db, id: string): Promise<BatchRow | null> {
  return db.batch.findUnique({ where: { id } });
}

/** Its tasks in the order in which they were asked for: their ids rise. */
export function listBatchTasks(db: Db, batchId: string): Promise<TaskRow[]> {
  return db.task.findMany({
    where: { batchId },
    include: { outputAsset: true },
    orderBy: { id: 'asc' },
  });
}
