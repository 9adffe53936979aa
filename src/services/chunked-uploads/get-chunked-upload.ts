import { AppError } from '../../domain/errors.ts';
import { ChunkStore } from '../../storage/chunk-store.ts';
import { getOwnAsset } from '../assets/get-own-asset.ts';
import type { CallContext } from '../context.ts';

/** An upload in chunks as far as it has come. Its id is the asset's. */
export type ChunkedUpload = {
  id: string;
  filename: string;
  mime: string | undefined;
  bytes: number;
  chunkBytes: number;
  chunks: number;
  /** Numbers of the chunks that are here, rising; all of them once it is complete. */
  received: number[];
  isComplete: boolean;
};

/** @throws AppError `not_found` also for what belongs to another key, and for uploads of other kinds */
export async function getChunkedUpload(
  ctx: CallContext,
  input: { id: string },
): Promise<ChunkedUpload> {
  const store = new ChunkStore(ctx.paths.uploads);
  const row = await getOwnAsset(ctx, input.id);
  const declared = await store.find(row.id);
  if (!declared) throw new AppError('not_found', 'There is no upload in chunks with this id');
  const chunks = Math.ceil(declared.bytes / declared.chunkBytes);
  const isComplete = row.status !== 'uploading';
  const received = isComplete ? range(chunks) : await store.list(row.id);
  const { id, filename } = row;
  return { id, filename, ...declared, mime: declared.mime, chunks, received, isComplete };
}

/** Numbers of the chunks that are not here yet. */
export function missingChunks({ chunks, received }: ChunkedUpload): number[] {
  const here = new Set(received);
  return range(chunks).filter((index) => !here.has(index));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
