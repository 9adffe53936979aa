import { AV_NOPTS_VALUE } from 'node-av/constants';
import { Packet, type Stream } from 'node-av/lib';
import { mediaTooLong, tooManyFrames } from './check-tracks.ts';
import type { MediaLimits } from './limits.ts';
import type { OpenMedia } from './open-media.ts';

/**
 * Reads a file to its end without decoding, where its header does not say (or cannot be trusted to say) how long it is.
 * @throws AppError `media_too_large` as soon as a limit is passed
 */
export function scanPackets(
  media: OpenMedia,
  limits: MediaLimits,
): { durationMs: number; videoFrames: number } {
  using packet = new Packet();
  packet.alloc();
  const ticks = media.format.streams.map((stream) => stream.timeBase.toDouble() * 1000);
  const origin = media.format.startTime;
  const startMs = origin === AV_NOPTS_VALUE ? 0 : Number(origin) / 1000;
  const isVideo = (stream: Stream | null) => stream?.index === packet.streamIndex;
  let durationMs = 0;
  let videoFrames = 0;
  while (media.format.readFrameSync(packet) >= 0) {
    const end = packet.pts === AV_NOPTS_VALUE ? 0n : packet.pts + packet.duration;
    durationMs = Math.max(durationMs, Number(end) * (ticks[packet.streamIndex] ?? 0) - startMs);
    if (isVideo(media.video)) videoFrames++;
    packet.unref();
    if (durationMs > limits.mediaDurationMs + ROUNDING_MS) throw mediaTooLong(limits);
    if (videoFrames > limits.videoFrames) throw tooManyFrames(limits);
  }
  return { durationMs, videoFrames };
}

/** Codec frames round a length up; a file at the limit is still within it. */
export const ROUNDING_MS = 250;
