import type { Readable } from 'node:stream';
import { type AssetRow, findAsset } from '../../data/assets.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, mayAccess } from '../../domain/key.ts';
import type { ByteRange } from '../../storage/blob-store.ts';
import type { AppContext } from '../context.ts';
import type { LinkSignature } from '../links.ts';
import { type AssetPart, assetPath } from './render-asset.ts';

export type AssetContent = {
  bytes: number;
  mime: string;
  filename: string;
  etag: string;
  open(range?: ByteRange): Readable;
};

type ContentRequest = {
  id: string;
  part: AssetPart;
  caller?: Caller | undefined;
  signature?: LinkSignature | undefined;
};

/** A file of a ready asset, for its owner or whoever holds a signed link. */
export async function openAssetContent(
  app: AppContext,
  input: ContentRequest,
): Promise<AssetContent> {
  const row = await findAsset(app.database.pool, input.id);
  if (!row || !isAllowed(app, row, input))
    throw new AppError('not_found', 'There is no asset with this id');
  if (row.status !== 'ready')
    throw new AppError('conflict', `The asset is ${row.status}: try again when it is ready`);
  const { blob, mime, etag } = partOf(row, input.part);
  const found = blob && (await app.blobs.stat(blob));
  if (!blob || !found) throw new AppError('not_found', 'This asset has no such file');
  return {
    bytes: found.bytes,
    mime,
    filename: row.filename,
    etag: `"${etag}"`,
    open: (range) => app.blobs.open(blob, range),
  };
}

function partOf(
  row: AssetRow,
  part: AssetPart,
): { blob: string | null; mime: string; etag: string } {
  switch (part) {
    case 'content':
      return {
        blob: row.blob,
        mime: row.mime ?? 'application/octet-stream',
        etag: row.sha256 ?? row.id,
      };
    case 'thumbnail':
      return { blob: row.thumbnailBlob, mime: 'image/webp', etag: `${row.id}.webp` };
    case 'captions': {
      const srt = row.captionsBlob?.endsWith('.srt');
      const mime = srt ? 'application/x-subrip' : 'text/vtt';
      return { blob: row.captionsBlob, mime, etag: row.captionsBlob ?? row.id };
    }
    default:
      return part satisfies never;
  }
}

function isAllowed(app: AppContext, row: AssetRow, input: ContentRequest): boolean {
  if (input.caller && mayAccess(input.caller, row.keyId)) return true;
  const path = assetPath(row.id, input.part);
  return input.signature !== undefined && app.links.isValid(path, input.signature);
}
