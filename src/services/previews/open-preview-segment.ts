import type { Readable } from 'node:stream';
import { listPreviewSegments } from '../../data/preview-segments.ts';
import { AppError } from '../../domain/errors.ts';
import type { AppContext } from '../context.ts';
import type { LinkSignature } from '../links.ts';
import { previewSegmentPath } from './preview-path.ts';

/** The bytes of one segment, for whoever holds its signed link. */
export async function openPreviewSegment(
  app: AppContext,
  input: { id: string; attempt: number; number: number; signature: LinkSignature },
): Promise<{ bytes: number; body: Readable }> {
  const { id: taskId, attempt, number, signature } = input;
  const missing = new AppError('not_found', 'There is no such part of a preview');
  if (!app.links.isValid(previewSegmentPath(taskId, attempt, number), signature)) throw missing;
  const segments = await listPreviewSegments(app.database.pool, { taskId, attempt });
  const segment = segments.find((each) => each.number === number);
  const found = segment && (await app.blobs.stat(segment.blob));
  if (!segment || !found) throw missing;
  return { bytes: found.bytes, body: app.blobs.open(segment.blob) };
}
