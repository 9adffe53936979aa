import { AV_NOPTS_VALUE, AV_PKT_FLAG_DISCARD, AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import { Packet, type Stream } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { mediaTooLong, tooManyFrames } from './check-tracks.ts';
import { displaySize, pixelAspect } from './display-size.ts';
import { msPerTick, nominalFrameMs, openFootage, originMs } from './footage-source.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import type { OpenMedia } from './open-media.ts';
import { streamRotation } from './rotation.ts';
import { ROUNDING_MS } from './scan-packets.ts';

export type FootageMeasure = {
  /** How many frames `readFootage` yields for the same options. */
  frames: number;
  /** Length of the part that is read. */
  durationMs: number;
  /** Size it is shown at: upright, square pixels. */
  width: number;
  height: number;
  /** The average rate the file was recorded at. */
  sourceFps: number;
};

type Part = { fps: number; startMs?: number; endMs?: number; limits?: MediaLimits };

/** The end of a file is looked for in its last so many milliseconds first. */
const TAIL_MS = 12_000;

/**
 * How much footage a file holds, from its header and its last packets; nothing is decoded.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`; `validation_failed` for a part that is empty
 */
export function measureFootage(path: string, part: Part): FootageMeasure {
  const limits = part.limits ?? DEFAULT_MEDIA_LIMITS;
  using media = openFootage(path, limits);
  const { video } = media;
  const fileMs = lastEndMs(media, video);
  if (fileMs > limits.mediaDurationMs + ROUNDING_MS) throw mediaTooLong(limits);
  const startMs = part.startMs ?? 0;
  const durationMs = Math.min(fileMs, part.endMs ?? fileMs) - startMs;
  if (durationMs <= 0) {
    throw new AppError('validation_failed', 'The chosen part of the video is empty.');
  }
  const frames = Math.max(1, Math.round((durationMs * part.fps) / 1000));
  if (frames > limits.videoFrames) throw tooManyFrames(limits);
  const shown = { aspect: pixelAspect(video), rotation: streamRotation(video) };
  return {
    frames,
    durationMs,
    ...displaySize(video.codecpar, shown),
    sourceFps: 1000 / nominalFrameMs(video),
  };
}

function lastEndMs(media: OpenMedia, stream: Stream): number {
  const said = Number(media.format.duration) / 1000;
  const tail = BigInt(Math.round(((originMs(stream) ?? 0) + said - TAIL_MS) / msPerTick(stream)));
  const seekable =
    said > TAIL_MS && media.format.seekFrameSync(stream.index, tail, AVSEEK_FLAG_BACKWARD) >= 0;
  const found = readEndMs(media, stream);
  if (found !== null) return found;
  if (seekable) {
    media.format.seekFrameSync(stream.index, originTicks(stream), AVSEEK_FLAG_BACKWARD);
    const whole = readEndMs(media, stream);
    if (whole !== null) return whole;
  }
  throw new AppError('media_unreadable', 'The video holds no pictures.');
}

function originTicks(stream: Stream): bigint {
  return stream.startTime === AV_NOPTS_VALUE ? 0n : stream.startTime;
}

/** When the last picture from here on ends, counted from the first picture of the file. */
function readEndMs(media: OpenMedia, stream: Stream): number | null {
  const tickMs = msPerTick(stream);
  const frameMs = nominalFrameMs(stream);
  let origin = originMs(stream);
  let endMs: number | null = null;
  for (const packet of shownPackets(media, stream)) {
    const stampMs = stampOf(packet, tickMs);
    origin ??= stampMs;
    const atMs: number = stampMs === null ? (endMs ?? 0) : stampMs - (origin ?? 0);
    const lengthMs = packet.duration > 0n ? Number(packet.duration) * tickMs : frameMs;
    endMs = Math.max(endMs ?? 0, atMs + lengthMs);
  }
  return endMs;
}

function* shownPackets(media: OpenMedia, stream: Stream): Generator<Packet> {
  using packet = new Packet();
  packet.alloc();
  while (media.format.readFrameSync(packet) >= 0) {
    const shown = packet.streamIndex === stream.index && !packet.hasFlags(AV_PKT_FLAG_DISCARD);
    if (shown) yield packet;
    packet.unref();
  }
}

function stampOf(packet: Packet, tickMs: number): number | null {
  const stamp = packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts;
  return stamp === AV_NOPTS_VALUE ? null : Number(stamp) * tickMs;
}
