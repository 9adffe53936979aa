import { changeAsset } from '../../data/assets.ts';
import type { Db } from '../../data/db.ts';
import { type ImportLease, lockLostImports } from '../../data/imports.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { recordRejection } from './record-probe.ts';

export const MAX_IMPORT_TRIES = 4;

/** Sends those imports to be tried again whose worker was not heard of in time; after too many tries they are given up. */
export async function recoverLostImports(app: AppContext): Promise<void> {
  const given = await app.database.transaction(async (tx) => {
    const lost = await lockLostImports(tx, app.env.MOUTHPIECE_TIMING_LEASE_MS);
    for (const lease of lost) {
      if (lease.attempt < MAX_IMPORT_TRIES) await sendImport(tx, app, { ...lease, delayMs: 0 });
    }
    return lost.filter(({ attempt }) => attempt >= MAX_IMPORT_TRIES);
  });
  for (const lease of given) {
    const detail = 'The file could not be fetched: the worker stopped several times';
    const error = new AppError('worker_lost', detail);
    await recordRejection(app, { lease, error, during: 'uploading' });
  }
}

/** Sends the job of the next try, if this one still is the last. */
export async function sendImport(
  tx: Db,
  app: AppContext,
  { id, attempt, delayMs }: ImportLease & { delayMs: number },
): Promise<void> {
  const payload = { assetId: id, attempt };
  const jobId = await app.queue.send(tx, 'import-asset', { payload, delayMs });
  const which = { id, attempt, status: 'uploading' as const };
  await changeAsset(tx, which, { jobId, leaseExpiresAt: null });
}
