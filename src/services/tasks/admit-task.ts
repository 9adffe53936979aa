import type { Db } from '../../data/db.ts';
import { sumKeyUsage } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { limitsOf } from '../keys/limits-of.ts';

type Candidate = {
  keyId: string;
  /** Output that the task will probably make. */
  reservedMs: number;
  /** The task's row, when it is already counted. */
  admitted?: { reservedMs: number };
};

/**
 * Whether the key may have this task; its row reserves what it will make. The caller's transaction has locked the key.
 * @returns how many other tasks of the key wait
 * @throws AppError `quota_exceeded`
 */
export async function admitTask(
  tx: Db,
  { env }: Pick<AppContext, 'env'>,
  task: Candidate,
): Promise<number> {
  const limits = await limitsOf(tx, env, task.keyId);
  const used = await sumKeyUsage(tx, task.keyId);
  const waiting = used.waiting - (task.admitted ? 1 : 0);
  if (!task.admitted && waiting >= limits.queuedTasks) {
    throw new AppError(
      'quota_exceeded',
      `This key has ${waiting} tasks waiting: let some finish first`,
      { retryAfterS: 60 },
    );
  }
  const minutes = limits.outputMinutesPerDay;
  const total = used.reservedMs - (task.admitted?.reservedMs ?? 0) + task.reservedMs;
  if (total > minutes * 60_000) {
    throw new AppError(
      'quota_exceeded',
      `This key may make ${minutes} minutes of output per day, and this would be more: go on tomorrow (UTC)`,
      { retryAfterS: secondsToMidnight() },
    );
  }
  return waiting;
}

function secondsToMidnight(): number {
  const day = 86_400_000;
  return Math.ceil((day - (Date.now() % day)) / 1000);
}
