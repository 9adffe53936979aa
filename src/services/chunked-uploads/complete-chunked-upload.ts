import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { ChunkStore } from '../../storage/chunk-store.ts';
import { finishUpload } from '../assets/finish-upload.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { type ChunkedUpload, getChunkedUpload, missingChunks } from './get-chunked-upload.ts';

/**
 * Joins the chunks and hands the file on, like the end of any other upload; again, it only tells that this is done.
 * @returns the upload, not complete where chunks are missing
 * @throws AppError `checksum_mismatch`, and the upload is gone
 */
export async function completeChunkedUpload(
  ctx: CallContext,
  input: { id: string },
): Promise<ChunkedUpload> {
  requireScope(ctx.caller, 'create');
  const upload = await getChunkedUpload(ctx, input);
  if (upload.isComplete || missingChunks(upload).length > 0) return upload;
  const { id, chunks, bytes } = upload;
  const store = new ChunkStore(ctx.paths.uploads);
  const path = join(ctx.paths.uploads, `incoming-${randomUUID()}`);
  try {
    const sha256 = await store.join(id, chunks, path);
    await finishUpload(ctx, { assetId: id, path, bytes, sha256 });
    await store.clear(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'checksum_mismatch') {
      await store.remove(id);
      throw error;
    }
    // Who completed it at the same time may have removed the chunks already.
    if (!(await getChunkedUpload(ctx, input)).isComplete) throw error;
  } finally {
    await rm(path, { force: true });
  }
  return getChunkedUpload(ctx, input);
}
