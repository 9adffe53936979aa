import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteUnusedAsset, listAssetsById, listStaleUploads } from '../../data/assets.ts';
import { changeTask, listTasksCheckingAsset } from '../../data/tasks.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import { CHUNKS_SUFFIX } from '../../storage/chunk-store.ts';
import type { AppContext } from '../context.ts';

/** Forgets uploads that were not finished in time: their rows, what waits for them, and whatever they left in the folder. */
export async function expireUploads(app: AppContext): Promise<void> {
  const expiryMs = app.env.MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS;
  for (const { id } of await listStaleUploads(app.database.pool, expiryMs)) await forget(app, id);
  const needless = await listNeedless(app, await readdir(app.paths.uploads));
  for (const name of await readdir(app.paths.uploads)) {
    const path = join(app.paths.uploads, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() && !(found?.isDirectory() && name.endsWith(CHUNKS_SUFFIX))) continue;
    const old = found.mtimeMs < Date.now() - expiryMs;
    if (old || needless.has(name)) await rm(path, { recursive: true, force: true });
  }
}

async function forget(app: AppContext, assetId: string): Promise<void> {
  await app.database.transaction(async (tx) => {
    for (const { id } of await listTasksCheckingAsset(tx, assetId)) {
      await changeTask(
        tx,
        { id, stage: 'checking', status: ['pending'] },
        {
          status: 'failed',
          errorCode: 'asset_missing',
          errorDetail: 'The upload of an input file was never finished: upload it again',
        },
      );
    }
    await deleteUnusedAsset(tx, assetId);
  });
  await passFaultPoint('upload-expired');
  await app.blobs.remove(assetId);
}

/** Of these partial files those that no upload needs: their bytes are in the blob store, or their row is gone. */
async function listNeedless(app: AppContext, names: string[]): Promise<Set<string>> {
  const ids = names
    .map((name) => name.replace(/\.(done|chunks)$/, ''))
    .filter((name) => assetIdSchema.safeParse(name).success);
  const rows = await listAssetsById(app.database.pool, ids);
  const known = new Set(rows.map(({ id }) => id));
  const going = new Set(rows.filter(({ status }) => status === 'uploading').map(({ id }) => id));
  return new Set([
    ...ids.filter((id) => !going.has(id)).flatMap((id) => [id, `${id}.done`]),
    ...ids.filter((id) => !known.has(id)).map((id) => id + CHUNKS_SUFFIX),
  ]);
}
