import type { Db } from './db.ts';
import type { PreviewSegment } from './generated/client.ts';

export type { PreviewSegment };

export async function insertPreviewSegment(tx: Db, segment: PreviewSegment): Promise<void> {
  await tx.previewSegment.create({ data: segment });
}

/** The segments of an attempt in the order they play; number 0 first. */
export function listPreviewSegments(
  db: Db,
  which: { taskId: string; attempt: number },
): Promise<PreviewSegment[]> {
  return db.previewSegment.findMany({ where: which, orderBy: { number: 'asc' } });
}

export function listTaskPreviewBlobs(db: Db, taskId: string): Promise<{ blob: string }[]> {
  return db.previewSegment.findMany({ where: { taskId }, select: { blob: true } });
}

/** Of these names those of segments. */
export async function listPreviewBlobs(db: Db, names: string[]): Promise<string[]> {
  const rows = await db.previewSegment.findMany({
    where: { blob: { in: names } },
    select: { blob: true },
  });
  return rows.map(({ blob }) => blob);
}

/** Previews of tasks that ended before `before`. */
export function listOldPreviewTasks(db: Db, before: Date): Promise<{ taskId: string }[]> {
  return db.previewSegment.findMany({
    where: { task: { completedAt: { lt: before } } },
    distinct: ['taskId'],
    select: { taskId: true },
    take: 100,
  });
}

export async function deletePreviewSegments(db: Db, taskId: string): Promise<void> {
  await db.previewSegment.deleteMany({ where: { taskId } });
  await db.task.updateMany({ where: { id: taskId }, data: { previewSegments: 0 } });
}
