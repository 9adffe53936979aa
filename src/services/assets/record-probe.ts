import { type AssetRow, changeAsset, findAsset } from '../../data/assets.ts';
import type { AssetProbe } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { releaseCheckedTasks } from '../tasks/release-checked-tasks.ts';

/** An upload that waits to be probed; null when it is gone or done. */
export async function findProbingAsset(app: AppContext, id: string): Promise<AssetRow | null> {
  const row = await findAsset(app.database.pool, id);
  return row?.status === 'probing' ? row : null;
}

/** The upload is what it seems to be, and within the limit of its kind: it can be used. */
export async function acceptAsset(
  app: AppContext,
  found: { id: string; bytes: number; probe: AssetProbe; thumbnailPath: string | null },
): Promise<void> {
  const most = maxBytesOf(app, found.probe.kind);
  if (found.bytes > most) {
    const detail = `A file of kind ${found.probe.kind} may have at most ${most} bytes`;
    return rejectAsset(app, { id: found.id, error: new AppError('media_too_large', detail) });
  }
  const thumbnailBlob = found.thumbnailPath ? `${found.id}.webp` : null;
  if (found.thumbnailPath && thumbnailBlob)
    await app.blobs.adopt(thumbnailBlob, found.thumbnailPath);
  await app.database.transaction(async (tx) => {
    const which = { id: found.id, status: 'probing' as const };
    const row = await changeAsset(tx, which, { ...found.probe, status: 'ready', thumbnailBlob });
    if (row) await releaseCheckedTasks(tx, app, found.id);
  });
}

/** The upload cannot be used: its bytes go, its row stays and says why. */
export async function rejectAsset(
  app: AppContext,
  found: { id: string; error: AppError },
): Promise<void> {
  const row = await app.database.transaction(async (tx) => {
    const rejected = await changeAsset(
      tx,
      { id: found.id, status: 'probing' },
      {
        status: 'rejected',
        errorCode: found.error.code,
        errorDetail: found.error.message,
        blob: null,
      },
    );
    if (rejected) await releaseCheckedTasks(tx, app, found.id);
    return rejected;
  });
  if (row) await app.blobs.remove(found.id);
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
