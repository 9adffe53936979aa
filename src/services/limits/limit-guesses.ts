import { AppError } from '../../domain/errors.ts';
import { type Caller, isUnguessable } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';
import { authenticate, wasRight } from '../keys/authenticate.ts';
import { counterOf } from './count-call.ts';
import { networkOf } from './network-of.ts';

/**
 * Who holds this secret. An address that has shown too many wrong ones within a minute may guess no more: from there,
 * secrets short enough to be guessed are not looked up, unless this process knows them to be right. Whoever holds a key
 * made here is let in always, so nobody can lock out those who share an address with him.
 * @throws AppError `unauthorized`, which says how long to wait once there were too many
 */
export async function authenticateFrom(
  app: AppContext,
  { secret, address }: { secret: string; address: string },
): Promise<Caller> {
  const limit = app.env.MOUTHPIECE_LIMIT_WRONG_CREDENTIALS_PER_MINUTE;
  const bucket = `wrong:${networkOf(address)}`;
  const counter = counterOf(app);
  const { calls, resetMs } = counter.look(bucket);
  if (calls >= limit && !isUnguessable(secret) && !wasRight(app, secret)) throw tooMany(resetMs);
  try {
    return await authenticate(app, { secret });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthorized') throw error;
    const counted = counter.count(bucket, 1, limit);
    throw counted.allowed ? error : tooMany(counted.resetMs);
  }
}

function tooMany(resetMs: number): AppError {
  const waitS = Math.max(1, Math.ceil(resetMs / 1000));
  return new AppError(
    'unauthorized',
    `Too many wrong credentials came from your address: check the key, and try again in ${waitS} s`,
    { retryAfterS: waitS },
  );
}
