import sharp, { type Sharp } from 'sharp';
import { AppError } from '#/domain/errors.ts';
import type { Picture } from '../vision/face.ts';
import { checkPictureSize } from './check-tracks.ts';
import { detectContainer } from './container.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { readBmp } from './read-bmp.ts';

export type StillOptions = {
  limits?: MediaLimits;
  /** Only for pictures that come with the product; uploads never. */
  allowSvg?: boolean;
};

/** Under transparent parts: neutral, close to a studio wall. */
const GROUND = { r: 232, g: 232, b: 232 };
/** Longest side at which a vector picture is drawn. */
const SVG_SIDE = 1024;
const MAX_OUTPUT_SIDE = 4096;

/**
 * A picture as sRGB RGBA: turned upright, first frame of an animation, transparent parts over a neutral ground.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export async function loadStill(path: string, options: StillOptions = {}): Promise<Picture> {
  const limits = options.limits ?? DEFAULT_MEDIA_LIMITS;
  try {
    const { data, info } = await openStill(path, { ...options, limits })
      .flatten({ background: GROUND })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    checkPictureSize(info, limits);
    return { width: info.width, height: info.height, data: bytes(data) };
  } catch (cause) {
    throw stillError(cause, limits);
  }
}

/**
 * Cuts a picture to the shape of `size` and resizes it, sharply. The cut keeps `focus` (a point of the picture, such as
 * the middle of a face; default the middle) as central as the edges allow.
 */
export async function fitPicture(
  picture: Picture,
  size: { width: number; height: number; focus?: { x: number; y: number } },
): Promise<Picture> {
  const { width, height } = size;
  if (picture.width === width && picture.height === height) return picture;
  const data = await rawSharp(picture)
    .extract(cutTo(picture, size))
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { width, height, data: bytes(data) };
}

/** The part of a picture that fills the shape of `size`, in pixels of the picture. */
export function cutTo(
  picture: { width: number; height: number },
  size: { width: number; height: number; focus?: { x: number; y: number } },
): { left: number; top: number; width: number; height: number } {
  const scale = Math.min(picture.width / size.width, picture.height / size.height);
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const { x, y } = size.focus ?? { x: picture.width / 2, y: picture.height / 2 };
  const place = (centre: number, cut: number, whole: number) =>
    Math.round(Math.min(whole - cut, Math.max(0, centre - cut / 2)));
  return {
    left: place(x, width, picture.width),
    top: place(y, height, picture.height),
    width,
    height,
  };
}

/**
 * The size of a video made from a picture or footage of size `source`; width and height are even, 16..4096.
 * `resolution`: `source`, `360p` … `2160p` (the short side), or `WxH`.
 * @throws AppError `validation_failed`
 */
export function outputSize(
  source: { width: number; height: number },
  resolution: string,
): { width: number; height: number } {
  const exact = /^(\d{2,4})x(\d{2,4})$/.exec(resolution);
  if (exact) return boundedExact(Number(exact[1]), Number(exact[2]));
  const short = /^(360|480|540|720|1080|1440|2160)p$/.exec(resolution)?.[1];
  if (!short && resolution !== 'source') {
    throw new AppError(
      'validation_failed',
      'The resolution is "source", one of 360p, 480p, 540p, 720p, 1080p, 1440p, 2160p, or a size such as 1280x720.',
    );
  }
  const scale = short ? Number(short) / Math.min(source.width, source.height) : 1;
  const bound = Math.min(scale, MAX_OUTPUT_SIDE / Math.max(source.width, source.height));
  return { width: even(source.width * bound), height: even(source.height * bound) };
}

/** A sharp pipeline over the raw pixels of a picture. */
export function rawSharp(picture: Picture): Sharp {
  const { width, height, data } = picture;
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** A sharp pipeline over an image file, upright, within the limits. */
export function openStill(
  path: string,
  options: { limits: MediaLimits; allowSvg?: boolean },
): Sharp {
  const container = detectContainer(path);
  if (container.family !== 'image' || (container.name === 'svg' && !options.allowSvg)) {
    throw new AppError(
      'media_unsupported',
      'The picture must be a JPEG, PNG, WebP, GIF or BMP file.',
    );
  }
  if (container.name === 'bmp') return rawSharp(readBmp(path, options.limits));
  const image = sharp(path, {
    limitInputPixels: options.limits.imagePixels,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
    autoOrient: true,
  });
  return container.name === 'svg' ? image.resize(SVG_SIDE, SVG_SIDE, { fit: 'inside' }) : image;
}

/** What went wrong with a picture, in words for the person who chose it. */
export function stillError(cause: unknown, limits: MediaLimits): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && /pixel limit/i.test(cause.message)) {
    const megapixels = Math.round(limits.imagePixels / 1e6);
    return new AppError(
      'media_too_large',
      `The picture has more than ${megapixels} megapixels: make it smaller.`,
      {
        cause,
      },
    );
  }
  return new AppError('media_unreadable', 'The picture is damaged or incomplete.', { cause });
}

function boundedExact(width: number, height: number): { width: number; height: number } {
  if (Math.max(width, height) > MAX_OUTPUT_SIDE || Math.min(width, height) < 16) {
    throw new AppError(
      'validation_failed',
      `Width and height are between 16 and ${MAX_OUTPUT_SIDE} pixels.`,
    );
  }
  return { width: even(width), height: even(height) };
}

function even(pixels: number): number {
  return Math.min(MAX_OUTPUT_SIDE, Math.max(16, 2 * Math.round(pixels / 2)));
}

function bytes(data: Buffer): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
