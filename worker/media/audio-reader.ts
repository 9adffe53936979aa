import { decodeAudio } from './decode-audio.ts';
import type { MediaLimits } from './limits.ts';

/**
 * The sound of a file (also a video's) as mono pieces of −1..1 at `sampleRateHz`, from the start of the file.
 * Synchronous and streaming: memory does not depend on the length. A piece is valid until the next one is asked for.
 * @throws AppError `no_audio`, `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export function* readAudio(
  path: string,
  options: { sampleRateHz: number; channels: 1; limits?: MediaLimits },
): Generator<Float32Array> {
  for (const [samples] of decodeAudio(path, options)) if (samples) yield samples;
}
