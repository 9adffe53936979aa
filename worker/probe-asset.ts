import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import { acceptAsset, findProbingAsset, rejectAsset } from '#/services/assets/record-probe.ts';
import type { AppContext } from '#/services/context.ts';
import { toAssetProbe } from './asset-probe.ts';
import { mediaLimits } from './media-limits.ts';
import type { ProbeLane } from './slots/probe-lane.ts';

/** Looks at an upload and makes it ready or rejected, with the tasks that wait for it. */
export async function probeAsset(app: AppContext, lane: ProbeLane, assetId: string): Promise<void> {
  const asset = await findProbingAsset(app, assetId);
  if (!asset?.blob) return;
  const folder = join(app.paths.work, `probe-${assetId}`);
  try {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'upload');
    await app.blobs.fetchTo(asset.blob, path);
    const thumbnailPath = join(folder, 'thumbnail.webp');
    const looked = await lane.look({ path, limits: mediaLimits(app.env), thumbnailPath });
    const probe = toAssetProbe(looked.probe);
    const bytes = Number(asset.bytes);
    await acceptAsset(app, { id: assetId, bytes, probe, thumbnailPath: looked.thumbnailPath });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    app.logger.info({ assetId, code: error.code, cause: error.cause }, 'upload rejected');
    await rejectAsset(app, { id: assetId, error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
