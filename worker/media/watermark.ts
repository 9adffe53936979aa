import type { Picture } from '../vision/face.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { openStill, stillError } from './still.ts';
import { type YuvOverlay, yuvOverlay } from './yuv-overlay.ts';

const WIDTH_OF_VIDEO = 0.12;
const MOST_HEIGHT_OF_VIDEO = 0.25;
const MARGIN_OF_SHORT_SIDE = 0.03;

/**
 * A picture as the watermark of a video of this size: 12 % of its width, less where it would be higher than a quarter of
 * the video; even sides, alpha kept.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export async function loadWatermark(
  path: string,
  video: { width: number; height: number; limits?: MediaLimits },
): Promise<Picture> {
  const limits = video.limits ?? DEFAULT_MEDIA_LIMITS;
  try {
    const image = openStill(path, { limits });
    const { autoOrient } = await image.metadata();
    const scale = Math.min(
      (video.width * WIDTH_OF_VIDEO) / autoOrient.width,
      (video.height * MOST_HEIGHT_OF_VIDEO) / autoOrient.height,
    );
    const { data, info } = await image
      .toColourspace('srgb')
      .ensureAlpha()
      .resize(even(autoOrient.width * scale), even(autoOrient.height * scale), { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: new Uint8Array(data) };
  } catch (cause) {
    throw stillError(cause, limits);
  }
}

/** Puts a watermark into the upper right corner. */
export function watermarkOverlay(
  watermark: Picture,
  video: { width: number; height: number },
): YuvOverlay {
  const margin = even(Math.min(video.width, video.height) * MARGIN_OF_SHORT_SIDE);
  return yuvOverlay(watermark, { left: video.width - watermark.width - margin, top: margin });
}

function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}
