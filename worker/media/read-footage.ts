import { Frame } from 'node-av/lib';
import { tooManyFrames } from './check-tracks.ts';
import { FootagePainter, type FootageSize } from './footage-painter.ts';
import { FootageSource } from './footage-source.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';

export type FootageOptions = FootageSize & {
  fps: number;
  /** The part that is read, from the first picture of the file; default all. */
  startMs?: number;
  endMs?: number;
  limits?: MediaLimits;
  /** Decoder threads; default 1. */
  threads?: number;
};

export type FootageFrame = {
  /** Packed RGBA of the output size, opaque; valid until the next frame is asked for. */
  rgba: Uint8Array;
  /** Index on the constant-rate time line of the part that is read. */
  sourceFrame: number;
};

/** A frame due this much before the next moment of output may already be shown in it; clocks jitter. */
const EARLY_FRAMES = 0.25;

/**
 * The footage at a constant rate: upright, progressive, SDR BT.709, cut to the shape of the output. At each moment the latest
 * frame is shown, so no rate drifts. Synchronous and streaming. A file that ends early yields fewer frames.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export function* readFootage(path: string, options: FootageOptions): Generator<FootageFrame> {
  using source = new FootageSource(path, options);
  using painter = new FootagePainter(source.stream, options);
  yield* steadyFrames(source, painter, { ...options, from: 0 });
}

type Steady = Pick<FootageOptions, 'fps' | 'startMs' | 'endMs' | 'limits'> & {
  from: number;
  /** Ends after this many, the last one repeated where the file ends early; default as many as the file holds. */
  frames?: number;
};

/** Frames from index `from` on; see `readFootage`. */
export function* steadyFrames(
  source: FootageSource,
  painter: FootagePainter,
  options: Steady,
): Generator<FootageFrame> {
  const { fps, startMs = 0, endMs = Number.POSITIVE_INFINITY, frames } = options;
  const limits = options.limits ?? DEFAULT_MEDIA_LIMITS;
  const timeOf = (index: number) => startMs + (index * 1000) / fps;
  const due = (index: number) => timeOf(index + EARLY_FRAMES);
  const fits = (at: number, end: number) =>
    frames === undefined ? timeOf(at + 0.5) <= end : at < frames;
  using held = new Frame();
  held.alloc();
  let rgba: Uint8Array | null = null;
  let heldEndMs: number | null = null;
  let index = options.from;
  const show = (): FootageFrame => {
    rgba ??= painter.paint(held);
    if (index >= limits.videoFrames) throw tooManyFrames(limits);
    return { rgba, sourceFrame: index++ };
  };
  for (const { frame, timeMs, endMs: frameEndMs } of source.framesFrom(due(index))) {
    while (heldEndMs !== null && timeMs > due(index)) {
      if (!fits(index, endMs)) return;
      yield show();
    }
    held.unref();
    held.ref(frame);
    heldEndMs = frameEndMs;
    rgba = null;
  }
  if (heldEndMs === null) return;
  while (fits(index, Math.min(endMs, heldEndMs))) yield show();
}
