import sharp from 'sharp';
import { findPortrait } from '#/services/portraits/list-portraits.ts';

/** A built-in portrait as a PNG of the given side, so that drawing it is not part of what is measured. */
export async function drawPortrait(path: string, side: number): Promise<string> {
  const portrait = findPortrait('portrait:host');
  if (!portrait) throw new Error('the portrait is not there');
  await sharp(portrait.path).resize(side, side).png().toFile(path);
  return path;
}
