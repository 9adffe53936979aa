import { statfs } from 'node:fs/promises';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';

/**
 * Refuses new work while the disk is nearly full, so that the work that has been accepted can be finished.
 * @throws AppError `storage_full`
 */
export async function checkSpace({ env, paths }: Pick<AppContext, 'env' | 'paths'>): Promise<void> {
  const disk = await statfs(paths.blobs);
  const free = disk.bavail * disk.bsize;
  const share = (disk.blocks * disk.bsize * env.MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT) / 100;
  if (free >= Math.min(env.MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES, share)) return;
  throw new AppError(
    'storage_full',
    'The server has too little disk space for new work: delete files, or try again later',
    { retryAfterS: 300 },
  );
}
