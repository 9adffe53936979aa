import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import { readDiskSpace } from './disk-space.ts';

/**
 * Refuses new work while the disk is nearly full, so that the work that has been accepted can be finished.
 * @throws AppError `storage_full`
 */
export async function checkSpace(app: Pick<AppContext, 'env' | 'paths'>): Promise<void> {
  const { freeBytes, floorBytes } = await readDiskSpace(app);
  if (freeBytes >= floorBytes) return;
  throw new AppError(
    'storage_full',
    'The server has too little disk space for new work: delete files, or try again later',
    { retryAfterS: 300 },
  );
}
