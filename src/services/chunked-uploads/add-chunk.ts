import { AppError } from '../../domain/errors.ts';
import { ChunkStore } from '../../storage/chunk-store.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { type ChunkedUpload, getChunkedUpload } from './get-chunked-upload.ts';

/** A chunk whose bytes lie in a file of ours, which is taken over. */
type Chunk = { id: string; index: number; path: string; bytes: number };

/** Adds one chunk; the same one again changes nothing. */
export async function addChunk(ctx: CallContext, input: Chunk): Promise<ChunkedUpload> {
  requireScope(ctx.caller, 'create');
  const upload = await getChunkedUpload(ctx, input);
  checkChunk(upload, input);
  if (upload.isComplete) return upload;
  await new ChunkStore(ctx.paths.uploads).adopt(upload.id, input.index, input.path);
  return getChunkedUpload(ctx, input);
}

function checkChunk({ chunks, chunkBytes, bytes }: ChunkedUpload, chunk: Chunk): void {
  if (chunk.index >= chunks) throw refuse('index', `must be from 0 to ${chunks - 1}`);
  const isLast = chunk.index === chunks - 1;
  const due = isLast ? bytes - chunkBytes * (chunks - 1) : chunkBytes;
  if (chunk.bytes !== due) {
    throw refuse('chunk', `must have ${due} bytes as number ${chunk.index}, not ${chunk.bytes}`);
  }
}

function refuse(field: string, detail: string): AppError {
  return new AppError('validation_failed', `${field} ${detail}`, {
    fields: [{ pointer: `/${field}`, detail }],
  });
}
