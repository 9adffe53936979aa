import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import type { Stream } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import type { MediaLimits } from './limits.ts';

/** Holds the tracks of an opened file against the limits that need no decoding. @throws AppError `media_too_large` */
export function checkTracks(tracks: Stream[], limits: MediaLimits): void {
  if (tracks.length > limits.tracks) {
    throw new AppError(
      'media_too_large',
      `The file has more than ${limits.tracks} tracks: leave out those that are not needed.`,
    );
  }
  const video = tracks.filter((track) => track.codecpar.codecType === AVMEDIA_TYPE_VIDEO);
  const audio = tracks.filter((track) => track.codecpar.codecType === AVMEDIA_TYPE_AUDIO);
  if (video.length + audio.length > limits.streams) {
    throw new AppError(
      'media_too_large',
      `The file has more than ${limits.streams} picture and sound streams: leave out those that are not needed.`,
    );
  }
  for (const { codecpar } of video) checkPictureSize(codecpar, limits);
}

/** @throws AppError `media_too_large`, `media_unreadable` */
export function checkPictureSize(
  size: { width: number; height: number },
  limits: MediaLimits,
): void {
  const { width, height } = size;
  if (width < 0 || height < 0) {
    throw new AppError('media_unreadable', 'The file is damaged: its picture has no size.');
  }
  if (Math.max(width, height) <= limits.sidePixels && width * height <= limits.imagePixels) return;
  const megapixels = Math.round(limits.imagePixels / 100_000) / 10;
  throw new AppError(
    'media_too_large',
    `The picture of ${width} × ${height} is too large: at most ${megapixels} megapixels and ${limits.sidePixels} pixels a side.`,
  );
}

export function mediaTooLong(limits: MediaLimits): AppError {
  const seconds = Math.round(limits.mediaDurationMs / 1000);
  const length = seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
  return new AppError(
    'media_too_large',
    `The file is longer than ${length}: cut it into shorter ones.`,
  );
}

export function tooManyFrames(limits: MediaLimits): AppError {
  return new AppError(
    'media_too_large',
    `The video has more than ${limits.videoFrames} frames: cut it, or lower its frame rate.`,
  );
}
