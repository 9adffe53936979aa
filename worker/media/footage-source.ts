import { AV_NOPTS_VALUE, AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import type { CodecContext, Frame, Stream } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { checkPictureSize, tooManyFrames } from './check-tracks.ts';
import { detectContainer } from './container.ts';
import { decodeFrames } from './decode-frames.ts';
import { deinterlace } from './deinterlace.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { type OpenMedia, openDecoder, openMedia, readOnly } from './open-media.ts';

/** A decoded frame, valid until the next one; `timeMs` counts from the first picture of the file. */
export type TimedFrame = { frame: Frame; timeMs: number; endMs: number };

const FIRST_STEP_BACK_MS = 2000;
const STEP_BACK_GROWTH = 4;
const GUESSED_FPS = 25;

/** A file opened for its picture track; nothing else of it is demuxed. @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large` */
export function openFootage(path: string, limits: MediaLimits): OpenMedia & { video: Stream } {
  const container = detectContainer(path);
  if (container.family === 'image') throw new AppError('media_unsupported', 'This is no video.');
  const media = openMedia(path, container, limits);
  const { video } = media;
  if (!video) {
    media[Symbol.dispose]();
    throw new AppError('media_unsupported', 'The file has no picture track.');
  }
  readOnly(media, video);
  return { ...media, video };
}

/** When the first picture is shown by the clock of its stream; null where the file does not say. */
export function originMs(stream: Stream): number | null {
  const { startTime } = stream;
  return startTime === AV_NOPTS_VALUE ? null : Number(startTime) * msPerTick(stream);
}

export function msPerTick(stream: Stream): number {
  return stream.timeBase.toDouble() * 1000;
}

/** How long one frame is shown, as far as the header knows. */
export function nominalFrameMs(stream: Stream): number {
  const fps = [stream.avgFrameRate, stream.rFrameRate]
    .map(({ num, den }) => (den > 0 ? num / den : 0))
    .find((rate) => rate > 0);
  return 1000 / (fps ?? GUESSED_FPS);
}

/** The picture track of a file, read from any moment on, as often as wanted. */
export class FootageSource implements Disposable {
  readonly stream: Stream;
  readonly #media: OpenMedia;
  readonly #decoder: CodecContext;
  readonly #limits: MediaLimits;
  // That of the first decoded frame: where B-frames carry no times, the header is a frame off.
  #originMs: number | null = null;
  #untouched = true;

  /** @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large` */
  constructor(path: string, options: { limits?: MediaLimits; threads?: number } = {}) {
    this.#limits = options.limits ?? DEFAULT_MEDIA_LIMITS;
    const media = openFootage(path, this.#limits);
    this.#media = media;
    this.stream = media.video;
    try {
      this.#decoder = openDecoder(this.stream, options.threads);
    } catch (error) {
      media[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Progressive frames in display order from the one shown at `fromMs` (or an earlier one) on; damaged ones are left
   * out. Only one such iteration at a time.
   */
  *framesFrom(fromMs: number): Generator<TimedFrame> {
    for (let backMs = 0; ; backMs = backMs * STEP_BACK_GROWTH + FIRST_STEP_BACK_MS) {
      const seekMs = Math.max(0, fromMs - backMs);
      this.#seek(seekMs);
      let reached = seekMs === 0;
      for (const timed of this.#timed()) {
        reached ||= timed.timeMs <= fromMs;
        if (!reached) break;
        yield timed;
      }
      if (reached) return;
    }
  }

  // Some containers seek to a picture that is shown later than asked for; then framesFrom asks for an earlier one.
  #seek(ms: number): void {
    const untouched = this.#untouched;
    this.#untouched = false;
    if (untouched && ms === 0) return;
    if (untouched) for (const _ of this.#timed()) break;
    const { format } = this.#media;
    const ticks = BigInt(Math.round((ms + (this.#originMs ?? 0)) / msPerTick(this.stream)));
    if (format.seekFrameSync(this.stream.index, ticks, AVSEEK_FLAG_BACKWARD) < 0) {
      format.seekFrameSync(this.stream.index, LONG_AGO, AVSEEK_FLAG_BACKWARD);
    }
    this.#decoder.flushBuffers();
  }

  *#timed(): Generator<TimedFrame> {
    const frameMs = nominalFrameMs(this.stream);
    let lastMs: number | null = null;
    for (const { frame, stampMs, lengthMs } of deinterlace(this.#decoded(), this.stream.timeBase)) {
      this.#originMs ??= stampMs ?? 0;
      const next: number = lastMs === null ? 0 : lastMs + frameMs;
      const timeMs = stampMs === null ? next : stampMs - this.#originMs;
      lastMs = Math.max(timeMs, lastMs ?? timeMs);
      yield { frame, timeMs: lastMs, endMs: lastMs + (lengthMs ?? frameMs) };
    }
  }

  *#decoded(): Generator<Frame> {
    let frames = 0;
    for (const frame of decodeFrames(this.#media, this.stream, this.#decoder)) {
      if (++frames > this.#limits.videoFrames) throw tooManyFrames(this.#limits);
      checkPictureSize(frame, this.#limits);
      yield frame;
    }
  }

  [Symbol.dispose](): void {
    this.#decoder.freeContext();
    this.#media[Symbol.dispose]();
  }
}

const LONG_AGO = -(2n ** 62n);
