import { changeAsset, lockLostProbes, type ProbeLease } from '../../data/assets.ts';
import type { Db } from '../../data/db.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { recordRejection } from './record-probe.ts';

/** A file that takes its worker down is not tried for ever. */
const MAX_TRIES = 5;

/** Sends those uploads to be probed again whose worker was not heard of in time. */
export async function recoverLostProbes(app: AppContext): Promise<void> {
  const given = await app.database.transaction(async (tx) => {
    const lost = await lockLostProbes(tx, app.env.MOUTHPIECE_TIMING_LEASE_MS);
    if (lost.length > 0) await passFaultPoint('lost-probe-found');
    for (const lease of lost) {
      if (lease.attempt < MAX_TRIES) await sendProbe(tx, app, lease);
    }
    return lost.filter(({ attempt }) => attempt >= MAX_TRIES);
  });
  for (const lease of given) {
    const detail = 'The file could not be looked at, several times: it may be damaged';
    await recordRejection(app, { lease, error: new AppError('media_unreadable', detail) });
  }
}

/** Gives an upload back that this worker has claimed and will not look at. */
export async function handBackProbe(app: AppContext, lease: ProbeLease): Promise<void> {
  await app.database.transaction((tx) => sendProbe(tx, app, lease));
}

/** Sends the job of the next try, if this one still is the last. */
export async function sendProbe(tx: Db, app: AppContext, lease: ProbeLease): Promise<void> {
  const { id, attempt } = lease;
  const jobId = await app.queue.send(tx, 'probe-asset', { payload: { assetId: id, attempt } });
  const which = { id, attempt, status: 'probing' as const };
  await changeAsset(tx, which, { jobId, leaseExpiresAt: null });
}
