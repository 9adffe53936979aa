import type { Db } from './db.ts';
import type { PreviewSegment } from './generated/client.ts';

export type { PreviewSegment };

/** Records a segment; one that is there already stays as it is. */
export async function insertPreviewSegment(tx: Db, segment: PreviewSegment): Promise<void> {
  await tx.previewSegment.createMany({ data: segment, skipDuplicates: true });
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

/** Previews of tasks that ended longer ago than this. */
export function listOldPreviewTasks(db: Db, endedMs: number): Promise<{ taskId: string }[]> {
  return db.$queryRaw`
    SELECT DISTINCT p.task_id AS "taskId" FROM preview_segments p JOIN tasks t ON t.id = p.task_id
    WHERE t.completed_at < now() - ${endedMs} * interval '1 millisecond' LIMIT 100`;
}

export async function deletePreviewSegments(db: Db, taskId: string): Promise<void> {
  await db.previewSegment.deleteMany({ where: { taskId } });
  await db.task.updateMany({ where: { id: taskId }, data: { previewSegments: 0 } });
}
