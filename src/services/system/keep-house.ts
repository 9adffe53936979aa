import { forgetCallCounts } from '../../data/call-counts.ts';
import { forgetIdempotencyKeys } from '../../data/idempotency.ts';
import { forgetEndedSessions } from '../../data/sessions.ts';
import { sampleStoredBytes } from '../../data/usage.ts';
import { forgetDeliveries } from '../../data/webhook-deliveries.ts';
import { forgetSilentWorkers } from '../../data/workers.ts';
import { DELIVERY_KEPT_DAYS } from '../../domain/webhook.ts';
import { expireAssets } from '../assets/expire-assets.ts';
import { expireUploads } from '../assets/expire-uploads.ts';
import type { AppContext } from '../context.ts';
import { removeUselessFaceTracks } from '../face-tracks/remove-face-tracks.ts';
import { removeOldPreviews } from '../previews/remove-previews.ts';
import { sweepBlobs } from './sweep-blobs.ts';

/** Forgets what has served its time and what dead processes left; any worker may do it, as often as it likes. */
export async function keepHouse(app: AppContext): Promise<void> {
  await forgetIdempotencyKeys(app.database.pool, app.env.MOUTHPIECE_LIMIT_IDEMPOTENCY_MS);
  await forgetSilentWorkers(app.database.pool);
  await forgetCallCounts(app.database.pool);
  await sampleStoredBytes(app.database.pool);
  await forgetEndedSessions(app.database.pool);
  await forgetDeliveries(app.database.pool, DELIVERY_KEPT_DAYS);
  await expireUploads(app);
  await expireAssets(app);
  await removeOldPreviews(app);
  await removeUselessFaceTracks(app);
  await sweepBlobs(app);
}
