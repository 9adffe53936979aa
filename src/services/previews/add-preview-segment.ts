import { insertPreviewSegment } from '../../data/preview-segments.ts';
import { changeLeasedTask, type Lease } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';
import { LeaseLost } from '../tasks/lease.ts';

export type NewPreviewSegment = { number: number; path: string; durationMs: number };

/** Publishes a piece of a running attempt; nothing stays when its lease is lost. @returns whether the lease is held */
export async function addPreviewSegment(
  app: AppContext,
  lease: Lease,
  segment: NewPreviewSegment,
): Promise<boolean> {
  const { number, path, durationMs } = segment;
  const blob = `${lease.taskId}-${lease.attempt}-${number}`;
  await app.blobs.adopt(blob, path);
  try {
    await app.database.transaction(async (tx) => {
      await insertPreviewSegment(tx, { ...lease, number, blob, durationMs });
      if (!(await changeLeasedTask(tx, lease, { previewSegments: number }))) throw new LeaseLost();
    });
    return true;
  } catch (error) {
    await app.blobs.remove(blob);
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}
