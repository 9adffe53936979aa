import type { Db } from '../../data/db.ts';
import { type KeyLoad, readKeyLoad } from '../../data/key-loads.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { limitsWith } from '../keys/limits-of.ts';

/** When to look again whether a full queue has gone on. */
const QUEUE_RETRY_S = 30;

type Candidate = {
  /** Output that the task will probably make. */
  reservedMs: number;
  /** The task's row, when it is already counted. */
  admitted?: { reservedMs: number };
};

/**
 * Whether the key may have this task; its row reserves what it will make. The caller's transaction has locked the key.
 * @throws AppError `quota_exceeded`
 */
export async function admitTask(
  tx: Db,
  { env }: Pick<AppContext, 'env'>,
  task: Candidate & { keyId: string },
): Promise<void> {
  const load = await readKeyLoad(tx, task.keyId);
  admit(load, limitsWith(env, load.limits), task);
}

/** @throws AppError `quota_exceeded` */
export function admit(
  used: Pick<KeyLoad, 'waiting' | 'reservedMs' | 'dayLeftS'>,
  limits: Pick<ReturnType<typeof limitsWith>, 'queuedTasks' | 'outputMinutesPerDay'>,
  task: Candidate,
): void {
  if (!task.admitted && used.waiting >= limits.queuedTasks) {
    throw new AppError(
      'quota_exceeded',
      `This key has ${used.waiting} tasks waiting and may have ${limits.queuedTasks}: let some finish, or cancel some`,
      { retryAfterS: QUEUE_RETRY_S },
    );
  }
  const minutes = limits.outputMinutesPerDay;
  const total = used.reservedMs - (task.admitted?.reservedMs ?? 0) + task.reservedMs;
  if (task.reservedMs > minutes * 60_000) {
    throw new AppError(
      'quota_exceeded',
      `This key may make ${minutes} minutes of output per day, and this alone would be more: make it shorter`,
      { retryAfterS: used.dayLeftS },
    );
  }
  if (total > minutes * 60_000) {
    throw new AppError(
      'quota_exceeded',
      `This key may make ${minutes} minutes of output per day, and this would be more: go on tomorrow (UTC)`,
      { retryAfterS: used.dayLeftS },
    );
  }
}
