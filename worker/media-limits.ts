import type { Env } from '#/env.ts';
import type { MediaLimits } from './media/limits.ts';

/** The operator's limits as the media code wants them. */
export function mediaLimits(env: Env): MediaLimits {
  return {
    imagePixels: env.MOUTHPIECE_LIMIT_IMAGE_PIXELS,
    sidePixels: env.MOUTHPIECE_LIMIT_IMAGE_SIDE,
    mediaDurationMs: env.MOUTHPIECE_LIMIT_MEDIA_MS,
    fps: env.MOUTHPIECE_LIMIT_FPS,
    videoFrames: env.MOUTHPIECE_LIMIT_FRAMES,
    streams: env.MOUTHPIECE_LIMIT_STREAMS,
    tracks: env.MOUTHPIECE_LIMIT_TRACKS,
  };
}
