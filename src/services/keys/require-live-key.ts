import { isKeyLive } from '../../data/keys.ts';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';

/** For work that outlasts the call it began with. @throws AppError `unauthorized` when the caller's key has ended */
export async function requireLiveKey({ caller, database }: CallContext): Promise<void> {
  if (caller.anonymous) return;
  if (!(await isKeyLive(database.pool, caller.keyId))) {
    throw new AppError('unauthorized', 'Invalid or missing token');
  }
}
