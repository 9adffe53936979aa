import { AV_NOPTS_VALUE } from 'node-av/constants';
import { avGetCodecName } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { mediaTooLong, tooManyFrames } from './check-tracks.ts';
import { type Container, detectContainer } from './container.ts';
import { decodeFrames } from './decode-frames.ts';
import { displaySize, pixelAspect } from './display-size.ts';
import { isoFileIsWhole } from './iso-boxes.ts';
import type { MediaLimits } from './limits.ts';
import type { MediaProbe } from './media-probe.ts';
import { type OpenMedia, openDecoder, openMedia, readOnly } from './open-media.ts';
import { probeImage } from './probe-image.ts';
import { streamRotation } from './rotation.ts';
import { ROUNDING_MS, scanPackets } from './scan-packets.ts';

export type { MediaProbe };

/**
 * Looks at a file without believing its name: type by content, one demuxer, limits on the headers, then one decoded
 * frame as proof. Blocks its thread while it reads.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export async function probeMedia(path: string, limits: MediaLimits): Promise<MediaProbe> {
  const container = detectContainer(path);
  return container.family === 'image'
    ? probeImage(path, container, limits)
    : probeTracks(path, container, limits);
}

type MediaFile = Extract<Container, { family: 'media' }>;

function probeTracks(path: string, container: MediaFile, limits: MediaLimits): MediaProbe {
  if (container.demuxer === 'mov' && !isoFileIsWhole(path)) {
    throw new AppError('media_unreadable', 'The file is cut short; upload it again.');
  }
  using media = openMedia(path, container, limits);
  refuseWithoutTracks(media);
  const { video, audio } = media;
  const { durationMs, fps } = checkedLength(media, container, limits);
  const open = () => openMedia(path, container, limits);
  const rotation = video ? streamRotation(video) : 0;
  const size = video && displaySize(video.codecpar, { aspect: pixelAspect(video), rotation });
  return {
    kind: video ? 'video' : 'audio',
    mime: video ? container.video : container.audio,
    container: container.name,
    durationMs: Math.round(durationMs),
    width: size?.width ?? null,
    height: size?.height ?? null,
    fps,
    videoCodec: video ? provenCodec(open, 'video') : null,
    audioCodec: audio ? provenCodec(open, 'audio') : null,
    audioSampleRateHz: audio?.codecpar.sampleRate ?? null,
    audioChannels: audio?.codecpar.channels ?? null,
    rotation,
    hasAlpha: false,
  };
}

function refuseWithoutTracks(media: OpenMedia): void {
  if (media.video || media.audio) return;
  throw media.format.nbStreams === 0
    ? new AppError('media_unreadable', 'The file is damaged: nothing in it can be played.')
    : new AppError('media_unsupported', 'The file holds neither picture nor sound.');
}

function checkedLength(
  media: OpenMedia,
  container: MediaFile,
  limits: MediaLimits,
): { durationMs: number; fps: number | null } {
  const said = media.format.duration;
  const trusted = said !== AV_NOPTS_VALUE && said > 0n && !GUESSED_LENGTH.includes(container.name);
  const scanned = trusted ? null : scanPackets(media, limits);
  const durationMs = scanned?.durationMs ?? Number(said) / 1000;
  if (durationMs > limits.mediaDurationMs + ROUNDING_MS) throw mediaTooLong(limits);
  const { video } = media;
  if (!video) return { durationMs, fps: null };
  const counted = scanned && durationMs > 0 ? (scanned.videoFrames / durationMs) * 1000 : 0;
  const fps = counted || rateOf(video.avgFrameRate) || rateOf(video.rFrameRate);
  if (fps > limits.fps + FPS_ROUNDING) {
    throw new AppError(
      'media_too_large',
      `The video has more than ${limits.fps} frames per second: lower its frame rate.`,
    );
  }
  const frames = Math.max(Number(video.nbFrames), Math.floor((durationMs / 1000) * fps));
  if (frames > limits.videoFrames + fps) throw tooManyFrames(limits);
  return { durationMs, fps: fps > 0 ? Math.round(fps * 1000) / 1000 : null };
}

/** Their headers hold no length: libavformat only guesses it from the bit rate. */
const GUESSED_LENGTH: string[] = ['mp3', 'aac'];
const FPS_ROUNDING = 0.5;

function rateOf(rate: { num: number; den: number }): number {
  return rate.den > 0 ? rate.num / rate.den : 0;
}

function provenCodec(open: () => OpenMedia, kind: 'video' | 'audio'): string {
  using media = open();
  const stream = media[kind];
  if (stream) {
    readOnly(media, stream);
    using decoder = openDecoder(stream);
    const name = avGetCodecName(stream.codecpar.codecId) ?? 'unknown';
    for (const _ of decodeFrames(media, stream, decoder)) return name;
  }
  const what = kind === 'video' ? 'picture' : 'sound';
  throw new AppError(
    'media_unreadable',
    `The ${what} of the file is empty or damaged: nothing of it can be decoded.`,
  );
}
