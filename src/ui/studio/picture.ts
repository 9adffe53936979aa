import type { Asset } from '#/domain/asset.ts';
import type { Portrait } from '#/domain/voice.ts';
import type { Messages } from '../messages/en.ts';
import type { Language } from '../preferences.ts';
import type { Pixels } from './frame-size.ts';

/** A picture that can be shown: where it is, what it is called, and its size once that is known. */
export type Picture = { src: string; alt: string; title: string; pixels: Pixels | null };

export const PORTRAIT = 'portrait:';

/**
 * The picture behind a reference of the API; null while it is unknown.
 * `local` is the address of the file itself, for the time the server does not give it back yet.
 */
export function pictureOf(
  reference: string | null,
  known: { portraits: Portrait[]; asset: Asset | undefined; local: string | null },
  words: { language: Language; messages: Messages },
): Picture | null {
  const { asset, local, portraits } = known;
  const { language, messages } = words;
  if (local) {
    const title = messages.stage.ownPicture;
    return { src: local, alt: title, title, pixels: sizeOf(asset) };
  }
  if (asset) {
    if (!asset.url) return null;
    const alt = messages.stage.ownPicture;
    return { src: asset.url, alt, title: asset.filename || alt, pixels: sizeOf(asset) };
  }
  const portrait = portraits.find(({ name }) => reference === `${PORTRAIT}${name}`);
  if (!portrait) return null;
  const { width, height, url } = portrait;
  return {
    src: url,
    alt: portrait.description[language],
    title: portrait.title[language],
    pixels: { width, height },
  };
}

function sizeOf(asset: Asset | undefined): Pixels | null {
  return asset?.width && asset.height ? { width: asset.width, height: asset.height } : null;
}
