import { statfs } from 'node:fs/promises';
import type { AppContext } from '../context.ts';

export type DiskSpace = { freeBytes: number; totalBytes: number; floorBytes: number };

/** The disk that blobs are on, and below how much free space new work is refused. */
export async function readDiskSpace({
  env,
  paths,
}: Pick<AppContext, 'env' | 'paths'>): Promise<DiskSpace> {
  const disk = await statfs(paths.blobs);
  const totalBytes = disk.blocks * disk.bsize;
  const share = (totalBytes * env.MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT) / 100;
  return {
    freeBytes: disk.bavail * disk.bsize,
    totalBytes,
    floorBytes: Math.round(Math.min(env.MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES, share)),
  };
}
