import type { AssetKind } from './asset.ts';
import { assetIdSchema } from './ids.ts';

const EXTENSIONS: Record<AssetKind, readonly string[]> = {
  image: ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp'],
  audio: ['wav', 'mp3', 'aac', 'm4a', 'flac', 'ogg', 'opus'],
  video: ['mp4', 'avi', 'mov', 'mkv', 'webm'],
};
const PATH = /^\/uploads\/(?:image|audio|video|file)\/(asset_[0-9a-z]+)(?:\.[0-9a-z]{1,5})?$/;

/** The handle of an asset that clients of the earlier services take for a path: `/uploads/KIND/ID.EXT`. */
export function uploadPath(asset: {
  id: string;
  filename: string;
  mime?: string | undefined;
}): string {
  const [, extension] = /\.([0-9a-z]{1,5})$/.exec(asset.filename.toLowerCase()) ?? [];
  const kinds = Object.keys(EXTENSIONS) as AssetKind[];
  const kind =
    kinds.find((each) => asset.mime?.startsWith(`${each}/`)) ??
    kinds.find((each) => extension !== undefined && EXTENSIONS[each].includes(extension));
  return `/uploads/${kind ?? 'file'}/${asset.id}${extension === undefined ? '' : `.${extension}`}`;
}

/** The asset that such a handle names; null for anything else. */
export function assetIdOfPath(path: string): string | null {
  const [, id] = PATH.exec(path) ?? [];
  return assetIdSchema.safeParse(id).success ? (id ?? null) : null;
}
