import type { Asset } from '#/domain/asset.ts';
import type { Messages } from '../messages/en.ts';

type Words = Messages['library'];

const HOUR_MS = 3_600_000;
const SOUND_SHAPE = 1.5;
const UNKNOWN_SHAPE = 1;
/** Panoramas and columns are cut in the grid; opened, they are whole. */
const NARROWEST = 0.5;
const WIDEST = 2.4;

/** Width by height of the place that an asset takes in the grid. */
export function shapeOf(asset: Asset): number {
  if (asset.kind === 'audio') return SOUND_SHAPE;
  if (!asset.width || !asset.height) return UNKNOWN_SHAPE;
  return Math.min(WIDEST, Math.max(NARROWEST, asset.width / asset.height));
}

/** How long it is still kept, coarsely; null where no end is set. */
export function timeKept(asset: Asset, now: number, words: Words): string | null {
  if (asset.expires_at === null) return null;
  const hours = (Date.parse(asset.expires_at) - now) / HOUR_MS;
  return hours < 48 ? words.hoursLeft(Math.floor(hours)) : words.daysLeft(Math.round(hours / 24));
}

/** What stands over the picture while the file cannot be used. */
export function stateOf(asset: Asset, words: Words, part = receivedPart(asset)): string | null {
  switch (asset.status) {
    case 'uploading': {
      return part === null ? words.receiving : words.receivingPercent(Math.floor(part * 100));
    }
    case 'probing':
      return words.checking;
    case 'rejected':
      return words.rejected;
    case 'ready':
      return null;
    default:
      return asset.status satisfies never;
  }
}

/** 0..1 of an import's bytes; null where their number is not known. */
export function receivedPart({ received_bytes, bytes }: Asset): number | null {
  return received_bytes === null || !bytes ? null : Math.min(1, received_bytes / bytes);
}

/** Where the file can be put to use; null for what cannot be. */
export function useInCreate(asset: Asset): string | null {
  if (asset.status !== 'ready') return null;
  return asset.kind === 'audio' ? `/studio?audio=${asset.id}` : `/studio?picture=${asset.id}`;
}
