import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteUploadsBefore } from '../../data/assets.ts';
import type { AppContext } from '../context.ts';

/** Forgets uploads that were not finished in time: their rows, and whatever they left in the folder. */
export async function expireUploads(app: AppContext): Promise<void> {
  const before = Date.now() - app.env.MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS;
  await deleteUploadsBefore(app.database.pool, new Date(before));
  for (const name of await readdir(app.paths.uploads)) {
    const path = join(app.paths.uploads, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && found.mtimeMs < before) await rm(path, { force: true });
  }
}
