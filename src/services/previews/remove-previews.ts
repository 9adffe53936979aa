import {
  deletePreviewSegments,
  listOldPreviewTasks,
  listTaskPreviewBlobs,
} from '../../data/preview-segments.ts';
import type { AppContext } from '../context.ts';

/** Whoever watches the preview when the video is done may watch it to its end. */
const KEPT_AFTER_END_MS = 3_600_000;

export async function removePreview(app: AppContext, taskId: string): Promise<void> {
  const blobs = await listTaskPreviewBlobs(app.database.pool, taskId);
  await deletePreviewSegments(app.database.pool, taskId);
  for (const { blob } of blobs) await app.blobs.remove(blob);
}

export async function removeOldPreviews(app: AppContext): Promise<void> {
  for (const { taskId } of await listOldPreviewTasks(app.database.pool, KEPT_AFTER_END_MS)) {
    await removePreview(app, taskId);
  }
}
