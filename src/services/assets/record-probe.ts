import {
  type AssetRow,
  changeAsset,
  claimProbe as claim,
  type ProbeLease,
  renewProbeLease as renew,
} from '../../data/assets.ts';
import type { AssetProbe, SeenFace } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { releaseCheckedTasks } from '../tasks/release-checked-tasks.ts';

export type { ProbeLease };

/** Gives the caller the lease of the next look at an upload; null when that is done or in other hands. */
export function claimProbe(
  app: AppContext,
  job: { assetId: string; attempt: number },
): Promise<AssetRow | null> {
  const which = { id: job.assetId, attempt: job.attempt };
  return app.database.transaction((tx) => claim(tx, which, app.env.MOUTHPIECE_TIMING_LEASE_MS));
}

/** False when the lease has gone to someone else. */
export function renewProbeLease(app: AppContext, lease: ProbeLease): Promise<boolean> {
  return renew(app.database.pool, lease, app.env.MOUTHPIECE_TIMING_LEASE_MS);
}

/** The upload is what it seems to be, and within the limit of its kind: it can be used. */
export async function acceptAsset(
  app: AppContext,
  found: { lease: ProbeLease; bytes: number; probe: AssetProbe; thumbnailPath: string | null },
): Promise<void> {
  const { lease } = found;
  const most = maxBytesOf(app, found.probe.kind);
  if (found.bytes > most) {
    const detail = `A file of kind ${found.probe.kind} may have at most ${most} bytes: make it smaller, or cut it`;
    return recordRejection(app, { lease, error: new AppError('media_too_large', detail) });
  }
  const thumbnailBlob = found.thumbnailPath ? `${lease.id}.webp` : null;
  if (found.thumbnailPath && thumbnailBlob)
    await app.blobs.adopt(thumbnailBlob, found.thumbnailPath);
  await passFaultPoint('thumbnail-stored');
  await app.database.transaction(async (tx) => {
    const which = { ...lease, status: 'probing' as const };
    const row = await changeAsset(tx, which, { ...found.probe, status: 'ready', thumbnailBlob });
    if (row) await releaseCheckedTasks(tx, app, lease.id);
  });
}

/** Adds what was seen in an asset that is usable already. */
export async function recordFaces(
  app: AppContext,
  found: { id: string; faces: SeenFace[] },
): Promise<void> {
  const which = { id: found.id, status: 'ready' as const };
  await changeAsset(app.database.pool, which, { faces: found.faces });
}

/** The upload cannot be used: its bytes go, its row stays and says why. */
export async function recordRejection(
  app: AppContext,
  found: { lease: ProbeLease; error: AppError; during?: 'uploading' | 'probing' },
): Promise<void> {
  const { lease, error, during = 'probing' } = found;
  const row = await app.database.transaction(async (tx) => {
    const rejected = await changeAsset(
      tx,
      { ...lease, status: during },
      { status: 'rejected', errorCode: error.code, errorDetail: error.message, blob: null },
    );
    if (rejected) await releaseCheckedTasks(tx, app, lease.id);
    return rejected;
  });
  if (!row) return;
  await passFaultPoint('probe-rejected');
  await app.blobs.remove(lease.id);
  await app.blobs.remove(`${lease.id}.webp`);
}

function maxBytesOf({ env }: AppContext, kind: AssetProbe['kind']): number {
  switch (kind) {
    case 'image':
      return env.MOUTHPIECE_LIMIT_IMAGE_BYTES;
    case 'audio':
      return env.MOUTHPIECE_LIMIT_AUDIO_BYTES;
    case 'video':
      return env.MOUTHPIECE_LIMIT_VIDEO_BYTES;
    default:
      return kind satisfies never;
  }
}
