import { AppError } from '../../domain/errors.ts';
import { ChunkStore } from '../../storage/chunk-store.ts';
import { beginUpload } from '../assets/begin-upload.ts';
import type { CallContext } from '../context.ts';
import { type ChunkedUpload, getChunkedUpload } from './get-chunked-upload.ts';

export const DEFAULT_CHUNK_BYTES = 5 * 1024 * 1024;
export const MAX_CHUNK_BYTES = 100 * 1024 * 1024;
/** So many files are still quick to list. */
const MAX_CHUNKS = 10_000;

type Declared = {
  filename: string;
  bytes: number;
  mime?: string | undefined;
  chunkBytes?: number | undefined;
  sha256?: string | undefined;
};

/** Opens an upload whose chunks come in any order: an asset in status `uploading`, its bytes counted from now on. */
export async function beginChunkedUpload(
  ctx: CallContext,
  input: Declared,
): Promise<ChunkedUpload> {
  const { filename, bytes, mime, sha256, chunkBytes = defaultChunkBytes(bytes) } = input;
  if (Math.ceil(bytes / chunkBytes) > MAX_CHUNKS) {
    const least = Math.ceil(bytes / MAX_CHUNKS);
    const detail = `must be at least ${least} for a file of this size`;
    throw new AppError('validation_failed', `chunk_size ${detail}`, {
      fields: [{ pointer: '/chunk_size', detail }],
    });
  }
  const { assetId } = await beginUpload(ctx, { filename, bytes, sha256 });
  await new ChunkStore(ctx.paths.uploads).begin(assetId, { bytes, chunkBytes, mime });
  return getChunkedUpload(ctx, { id: assetId });
}

function defaultChunkBytes(bytes: number): number {
  return Math.max(DEFAULT_CHUNK_BYTES, Math.ceil(bytes / MAX_CHUNKS));
}
