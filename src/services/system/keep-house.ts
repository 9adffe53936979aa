import { forgetIdempotencyKeys } from '../../data/idempotency.ts';
import { forgetSilentWorkers } from '../../data/workers.ts';
import type { AppContext } from '../context.ts';

/** Forgets what has served its time; any worker may do it, as often as it likes. */
export async function keepHouse(app: AppContext): Promise<void> {
  const before = new Date(Date.now() - app.env.MOUTHPIECE_LIMIT_IDEMPOTENCY_MS);
  await forgetIdempotencyKeys(app.database.pool, before);
  await forgetSilentWorkers(app.database.pool);
}
