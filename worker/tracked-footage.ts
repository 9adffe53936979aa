import { taskOptionsSchema } from '#/domain/task.ts';
import type { TrackedFootage } from '#/services/face-tracks/face-track-key.ts';
import type { ClaimedTask } from '#/services/tasks/claim-task.ts';
import { TRACKER_VERSION } from './vision/track-faces.ts';

/** The footage in which a task follows a face; null where it has none. */
export function trackedFootage(task: ClaimedTask): TrackedFootage | null {
  const sha256 = task.inputs.find(({ field }) => field === 'video')?.asset.sha256;
  if (!sha256) return null;
  return { sha256, options: taskOptionsSchema.parse(task.options), version: TRACKER_VERSION };
}
