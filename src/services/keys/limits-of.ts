import type { Db } from '../../data/db.ts';
import { findKey } from '../../data/keys.ts';
import { keyLimitsSchema } from '../../domain/key.ts';
import type { Env } from '../../env.ts';

/** How much a key may have at once and a day: its own limits, and the installation's where it has none. */
export async function limitsOf(db: Db, env: Env, keyId: string) {
  const row = await findKey(db, keyId);
  return limitsWith(env, row?.limits ?? {});
}

/** @param stored the own limits of the key, as its row has them */
export function limitsWith(env: Env, stored: unknown) {
  const own = keyLimitsSchema.parse(stored);
  return {
    outputMinutesPerDay: own.output_minutes_per_day ?? env.MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY,
    storedBytes: own.stored_bytes ?? env.MOUTHPIECE_LIMIT_STORED_BYTES,
    concurrentTasks: own.concurrent_tasks ?? env.MOUTHPIECE_LIMIT_CONCURRENT_TASKS,
    queuedTasks: own.queued_tasks ?? env.MOUTHPIECE_LIMIT_QUEUED_TASKS,
  };
}
