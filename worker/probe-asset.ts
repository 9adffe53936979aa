import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import { passFaultPoint } from '#/domain/fault-points.ts';
import {
  acceptAsset,
  claimProbe,
  type ProbeLease,
  recordFaces,
  recordRejection,
  renewProbeLease,
} from '#/services/assets/record-probe.ts';
import { handBackProbe } from '#/services/assets/recover-lost-probes.ts';
import type { AppContext } from '#/services/context.ts';
import { renewEveryMs } from '#/services/tasks/lease.ts';
import { toAssetProbe } from './asset-probe.ts';
import { mediaLimits } from './media-limits.ts';
import type { ProbeLane } from './slots/probe-lane.ts';

type Claimed = { lease: ProbeLease; blob: string; bytes: number };

/** Looks at an upload and makes it ready or rejected, with the tasks that wait for it. */
export async function probeAsset(
  app: AppContext,
  lane: ProbeLane,
  job: { assetId: string; attempt: number },
): Promise<void> {
  await passFaultPoint('probe-taken');
  const asset = await claimProbe(app, job);
  if (!asset?.blob) return;
  const lease: ProbeLease = { id: asset.id, attempt: asset.attempt };
  await passFaultPoint('probe-claimed');
  const folder = join(app.paths.work, `probe-${lease.id}-${lease.attempt}`);
  const renewing = setInterval(() => {
    renewProbeLease(app, lease).catch((error: unknown) =>
      app.logger.warn({ err: error, ...lease }, 'lease could not be renewed'),
    );
  }, renewEveryMs(app));
  try {
    await mkdir(folder, { recursive: true });
    await look(app, lane, {
      claimed: { lease, blob: asset.blob, bytes: Number(asset.bytes) },
      folder,
    });
    await passFaultPoint('probe-recorded');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unavailable') return await handBackProbe(app, lease);
    app.logger.info({ assetId: lease.id, code: error.code, cause: error.cause }, 'upload rejected');
    await recordRejection(app, { lease, error });
  } finally {
    clearInterval(renewing);
    await rm(folder, { recursive: true, force: true });
  }
}

async function look(
  app: AppContext,
  lane: ProbeLane,
  { claimed, folder }: { claimed: Claimed; folder: string },
): Promise<void> {
  const { lease, blob, bytes } = claimed;
  const path = join(folder, 'upload');
  await app.blobs.fetchTo(blob, path);
  const limits = mediaLimits(app.env);
  const thumbnail = join(folder, 'thumbnail.webp');
  const looked = await lane.look({ path, limits, thumbnailPath: thumbnail, forFaces: true });
  await passFaultPoint('probe-done');
  const { thumbnailPath } = looked;
  await acceptAsset(app, { lease, bytes, probe: toAssetProbe(looked.probe), thumbnailPath });
  const faces = await looked.faces;
  if (faces) await recordFaces(app, { id: lease.id, faces });
}
