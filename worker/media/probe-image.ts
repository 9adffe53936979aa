import { AppError } from '#/domain/errors.ts';
import { checkPictureSize } from './check-tracks.ts';
import type { Container } from './container.ts';
import type { MediaLimits } from './limits.ts';
import type { MediaProbe } from './media-probe.ts';
import { readBmpSize } from './read-bmp.ts';
import { openStill, stillError } from './still.ts';

const TURNS = [0, 0, 0, 180, 180, 90, 90, 270, 270] as const;
const PROOF_SIDE = 64;

/** @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large` */
export async function probeImage(
  path: string,
  container: Extract<Container, { family: 'image' }>,
  limits: MediaLimits,
): Promise<MediaProbe> {
  if (container.name === 'svg') {
    throw new AppError(
      'media_unsupported',
      'SVG pictures are not accepted; save the picture as PNG or JPEG.',
    );
  }
  try {
    const header =
      container.name === 'bmp'
        ? readBmpSize(path)
        : await openStill(path, { limits: { ...limits, imagePixels: 0 } }).metadata();
    const meta = { orientation: 1, hasAlpha: false, ...header };
    checkPictureSize(meta, limits);
    await openStill(path, { limits }).resize(PROOF_SIDE).raw().toBuffer();
    const sideways = meta.orientation > 4;
    return {
      kind: 'image',
      mime: container.mime,
      container: container.name,
      durationMs: null,
      width: sideways ? meta.height : meta.width,
      height: sideways ? meta.width : meta.height,
      fps: null,
      videoCodec: null,
      audioCodec: null,
      audioSampleRateHz: null,
      audioChannels: null,
      rotation: TURNS[meta.orientation] ?? 0,
      hasAlpha: meta.hasAlpha,
    };
  } catch (cause) {
    throw stillError(cause, limits);
  }
}
