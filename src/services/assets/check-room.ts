import { sumStoredBytes } from '../../data/assets.ts';
import type { Db } from '../../data/db.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { limitsOf } from '../keys/limits-of.ts';

/** Unless something is deleted, room comes when files expire, which is looked at every hour. */
const EXPIRY_RETRY_S = 3600;

/**
 * Whether the key may store so many bytes more; its own are locked by the caller's transaction.
 * @throws AppError `quota_exceeded`
 */
export async function checkStoredBytes(
  tx: Db,
  { env }: Pick<AppContext, 'env'>,
  more: { keyId: string; bytes: number },
): Promise<void> {
  const { storedBytes: most } = await limitsOf(tx, env, more.keyId);
  refuseBytes({ most, stored: await sumStoredBytes(tx, more.keyId), more: more.bytes });
}

/** @throws AppError `quota_exceeded` when that is more than the most */
export function refuseBytes(bytes: { most: number; stored: number; more: number }): void {
  const { most, stored, more } = bytes;
  if (stored + more <= most && stored < most) return;
  throw new AppError(
    'quota_exceeded',
    `This key stores ${stored} bytes and may store ${most}: delete files that are no longer needed`,
    { retryAfterS: EXPIRY_RETRY_S },
  );
}
