import { insertPreviewSegment, type PreviewSegment } from '../../data/preview-segments.ts';
import { changeLeasedTask, type Lease } from '../../data/tasks.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { despiteOutage } from '../despite-outage.ts';
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
  await passFaultPoint('preview-stored');
  const segmentRow = { ...lease, number, blob, durationMs };
  const held = await despiteOutage(app, 'a preview', () => record(app, lease, segmentRow));
  if (!held) await app.blobs.remove(blob);
  return held;
}

async function record(app: AppContext, lease: Lease, segment: PreviewSegment): Promise<boolean> {
  try {
    await app.database.transaction(async (tx) => {
      await insertPreviewSegment(tx, segment);
      const { number: previewSegments } = segment;
      if (!(await changeLeasedTask(tx, lease, { previewSegments }))) throw new LeaseLost();
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}
