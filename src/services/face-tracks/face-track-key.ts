import { createHash } from 'node:crypto';
import type { TaskOptions } from '../../domain/task.ts';

export type TrackedFootage = {
  /** Of the file. */
  sha256: string;
  /** Those of the task: some of them decide what is seen in the footage, and at which size and rate. */
  options: TaskOptions;
  /** Of what followed the face. */
  version: number;
};

/** Equal where the same file is looked at in the same way. */
export function faceTrackKey({ sha256, options, version }: TrackedFootage): string {
  const { resolution = 'source', fps = null, start = 0, end = null, face = 'auto' } = options;
  const said = JSON.stringify([sha256, version, resolution, fps, start, end, face]);
  return createHash('sha256').update(said).digest('hex');
}
