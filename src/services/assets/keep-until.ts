import { type Db, databaseNow } from '../../data/db.ts';
import { ANONYMOUS_KEY_ID } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';

/** Until when a new file of this key is kept. */
export async function keepUntil(
  tx: Db,
  { env }: Pick<AppContext, 'env'>,
  file: { keyId: string; made: 'uploaded' | 'as a result' },
): Promise<Date> {
  const ofKey =
    file.made === 'uploaded'
      ? env.MOUTHPIECE_LIMIT_ASSET_KEEP_MS
      : env.MOUTHPIECE_LIMIT_RESULT_KEEP_MS;
  const anonymous = file.keyId === ANONYMOUS_KEY_ID;
  const keepMs = anonymous ? Math.min(ofKey, env.MOUTHPIECE_LIMIT_ANONYMOUS_KEEP_MS) : ofKey;
  return new Date((await databaseNow(tx)).getTime() + keepMs);
}
