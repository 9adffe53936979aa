import type { Asset, SeenFace } from '#/domain/asset.ts';
import type { Portrait } from '#/domain/voice.ts';
import type { Messages } from '../messages/en.ts';
import type { Language } from '../preferences.ts';
import { isFootageFile } from './file-use.ts';
import type { Pixels } from './frame-size.ts';

/** A still or footage that can be shown: where it is, what it is called, and its size once that is known. */
export type Picture = {
  src: string;
  alt: string;
  title: string;
  pixels: Pixels | null;
  isFootage: boolean;
  /** Shown where the browser can't play the footage. */
  poster: string | null;
  /** Null while nobody has looked. */
  faces: SeenFace[] | null;
};

export const PORTRAIT = 'portrait:';

/**
 * The picture behind a reference of the API; null while it is unknown.
 * `local` is the file itself, for the time the server does not give it back yet.
 */
export function pictureOf(
  reference: string | null,
  known: {
    portraits: Portrait[];
    asset: Asset | undefined;
    local: { file: File; url: string } | null;
  },
  words: { language: Language; messages: Messages },
): Picture | null {
  const { asset, local, portraits } = known;
  const { language, messages } = words;
  const seen = { pixels: sizeOf(asset), poster: asset?.thumbnail_url ?? null };
  const faces = asset?.faces ?? null;
  if (local) {
    const isFootage = isFootageFile(local.file);
    const alt = isFootage ? messages.stage.ownFootage : messages.stage.ownPicture;
    return { src: local.url, alt, title: local.file.name, isFootage, faces, ...seen };
  }
  if (asset) {
    if (!asset.url) return null;
    const isFootage = asset.kind === 'video';
    const alt = isFootage ? messages.stage.ownFootage : messages.stage.ownPicture;
    return { src: asset.url, alt, title: asset.filename || alt, isFootage, faces, ...seen };
  }
  const portrait = portraits.find(({ name }) => reference === `${PORTRAIT}${name}`);
  if (!portrait) return null;
  const { width, height, url } = portrait;
  return {
    src: url,
    alt: portrait.description[language],
    title: portrait.title[language],
    pixels: { width, height },
    isFootage: false,
    poster: null,
    faces: null,
  };
}

function sizeOf(asset: Asset | undefined): Pixels | null {
  return asset?.width && asset.height ? { width: asset.width, height: asset.height } : null;
}
