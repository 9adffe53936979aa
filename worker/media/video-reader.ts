import { AV_NOPTS_VALUE } from 'node-av/constants';
import { AppError } from '#/domain/errors.ts';
import type { Picture } from '../vision/face.ts';
import { tooManyFrames } from './check-tracks.ts';
import { detectContainer } from './container.ts';
import { decodeFrames } from './decode-frames.ts';
import { toPicture } from './decode-picture.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { openDecoder, openMedia, readOnly } from './open-media.ts';
import { streamRotation, turn } from './rotation.ts';

/** A frame of a video, upright; `timeMs` from the start of the file. */
export type VideoFrame = { picture: Picture; timeMs: number };

/**
 * Decodes the frames of a video one by one, synchronously; damaged ones are left out.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export function* readVideo(
  path: string,
  options: { limits?: MediaLimits; threads?: number } = {},
): Generator<VideoFrame> {
  const limits = options.limits ?? DEFAULT_MEDIA_LIMITS;
  const container = detectContainer(path);
  if (container.family === 'image') throw new AppError('media_unsupported', 'This is no video.');
  using media = openMedia(path, container, limits);
  const stream = media.video;
  if (!stream) throw new AppError('media_unsupported', 'The file has no picture track.');
  readOnly(media, stream);
  const rotation = streamRotation(stream);
  const secondsPerTick = stream.timeBase.toDouble();
  const startMs =
    media.format.startTime === AV_NOPTS_VALUE ? 0 : Number(media.format.startTime) / 1000;
  let frames = 0;
  using decoder = openDecoder(stream, options.threads);
  for (const frame of decodeFrames(media, stream, decoder)) {
    const timeMs = Number(frame.bestEffortTimestamp) * secondsPerTick * 1000 - startMs;
    frames++;
    if (frames > limits.videoFrames) throw tooManyFrames(limits);
    yield { picture: turn(toPicture(frame), rotation), timeMs };
  }
}
