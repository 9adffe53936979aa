import type { Readable } from 'node:stream';
import { type AssetRow, findAsset } from '../../data/assets.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, mayAccess } from '../../domain/key.ts';
import type { ByteRange } from '../../storage/blob-store.ts';
import type { AppContext } from '../context.ts';
import type { LinkSignature } from '../links.ts';
import { contentPath, thumbnailPath } from './render-asset.ts';

export type AssetContent = {
  bytes: number;
  mime: string;
  filename: string;
  etag: string;
  open(range?: ByteRange): Readable;
};

type ContentRequest = {
  id: string;
  thumbnail?: boolean;
  caller?: Caller | undefined;
  signature?: LinkSignature | undefined;
};

/** The bytes of a ready asset, or of its thumbnail, for its owner or whoever holds a signed link. */
export async function openAssetContent(
  app: AppContext,
  input: ContentRequest,
): Promise<AssetContent> {
  const row = await findAsset(app.database.pool, input.id);
  if (!row || !isAllowed(app, row, input))
    throw new AppError('not_found', 'There is no asset with this id');
  if (row.status !== 'ready')
    throw new AppError('conflict', `The asset is ${row.status}: try again when it is ready`);
  const blob = input.thumbnail ? row.thumbnailBlob : row.blob;
  const found = blob && (await app.blobs.stat(blob));
  if (!blob || !found) throw new AppError('not_found', 'This asset has no such file');
  return {
    bytes: found.bytes,
    mime: input.thumbnail ? 'image/webp' : (row.mime ?? 'application/octet-stream'),
    filename: row.filename,
    etag: `"${input.thumbnail ? blob : (row.sha256 ?? blob)}"`,
    open: (range) => app.blobs.open(blob, range),
  };
}

function isAllowed(app: AppContext, row: AssetRow, input: ContentRequest): boolean {
  if (input.caller && mayAccess(input.caller, row.keyId)) return true;
  const path = input.thumbnail ? thumbnailPath(row.id) : contentPath(row.id);
  return input.signature !== undefined && app.links.isValid(path, input.signature);
}
