import { type Db, databaseNow } from '../../data/db.ts';
import { ANONYMOUS_KEY_ID } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';

/** Until when a new file of this key is kept. */
export async function keepUntil(
  tx: Db,
  { env }: Pick<AppContext, 'env'>,
  file: { keyId: string; made: 'uploaded' | 'as a result' },
): Promise<Date> {
  return new Date((await databaseNow(tx)).getTime() + keepMs(env, file));
}

/** How long the operator lets a file of this key be kept. */
export function keepMs(
  env: AppContext['env'],
  file: { keyId: string; made: 'uploaded' | 'as a result' },
): number {
  const ofKey =
    file.made === 'uploaded'
      ? env.MOUTHPIECE_LIMIT_ASSET_KEEP_MS
      : env.MOUTHPIECE_LIMIT_RESULT_KEEP_MS;
  const anonymous = file.keyId === ANONYMOUS_KEY_ID;
  return anonymous ? Math.min(ofKey, env.MOUTHPIECE_LIMIT_ANONYMOUS_KEEP_MS) : ofKey;
}
