import { lockKey } from '../../data/db.ts';
import { listKeysWithPlaces } from '../../data/task-turns.ts';
import type { AppContext } from '../context.ts';
import { fillPlaces } from './enqueue.ts';

/** Lets tasks go on that wait for their key although it may run more by now: its limit was raised. @returns of how many keys */
export async function releaseHeldTasks(app: AppContext): Promise<number> {
  const places = app.env.MOUTHPIECE_LIMIT_CONCURRENT_TASKS;
  const keys = await listKeysWithPlaces(app.database.pool, places);
  for (const keyId of keys) {
    await app.database.transaction(async (tx) => {
      await lockKey(tx, keyId);
      await fillPlaces(tx, app, keyId);
    });
  }
  return keys.length;
}
