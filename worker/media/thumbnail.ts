import type { Sharp } from 'sharp';
import { AppError } from '#/domain/errors.ts';
import type { Picture } from '../vision/face.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { openStill, rawSharp, stillError } from './still.ts';
import { readVideo } from './video-reader.ts';

const SIDE = 480;
/** Enough to find every face that is large enough to speak. */
const LOOK_SIDE = 1280;
const QUALITY = 80;
/** A frame this flat (standard deviation of its luma, 0..255) is a black or white lead-in. */
const FLAT = 6;
const FRAMES_TRIED = 90;
const SAMPLE_STEP = 16;

/**
 * Writes a WebP of at most 480 pixels a side: the picture, or the first frame of a video that shows
 * something.
 * @returns the same, of at most 1280 pixels a side
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export async function makeThumbnail(
  path: string,
  kind: 'image' | 'video',
  outPath: string,
): Promise<Picture> {
  try {
    const source = kind === 'image' ? stillSource(path) : rawSharp(firstGoodFrame(path));
    const { data, info } = await source
      .resize(LOOK_SIDE, LOOK_SIDE, { fit: 'inside', withoutEnlargement: true })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const picture = {
      width,
      height,
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    };
    await rawSharp(picture)
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toFile(outPath);
    return picture;
  } catch (cause) {
    throw stillError(cause, DEFAULT_MEDIA_LIMITS);
  }
}

function stillSource(path: string): Sharp {
  return openStill(path, { limits: DEFAULT_MEDIA_LIMITS }).toColourspace('srgb');
}

function firstGoodFrame(path: string): Picture {
  let best: { picture: Picture; spread: number } | null = null;
  let tried = 0;
  for (const { picture } of readVideo(path)) {
    const candidate = { picture, spread: spread(picture) };
    if (candidate.spread > (best?.spread ?? -1)) best = candidate;
    if (candidate.spread > FLAT || ++tried >= FRAMES_TRIED) break;
  }
  if (!best) throw new AppError('media_unreadable', 'No frame of the video could be decoded.');
  return best.picture;
}

function spread({ data }: Picture): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 4 * SAMPLE_STEP) {
    const luma =
      0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
    sum += luma;
    squares += luma * luma;
    count++;
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
