import { findPhonemes } from '../../data/speech-timings.ts';
import type { TimedPhoneme } from '../../domain/speech-timing.ts';
import type { AppContext } from '../context.ts';
import type { ClaimedTask } from './claim-task.ts';

/** The phonemes of a task's recording when this key had it spoken here, so that the mouth need not guess them. */
export async function findInputPhonemes(
  app: AppContext,
  task: ClaimedTask,
): Promise<TimedPhoneme[] | null> {
  const sha256 = task.inputs.find(({ field }) => field === 'audio')?.asset.sha256;
  if (!sha256) return null;
  return findPhonemes(app.database.pool, { keyId: task.keyId, sha256 });
}
