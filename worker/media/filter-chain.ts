import { AV_BUFFERSRC_FLAG_KEEP_REF, type AVPixelFormat } from 'node-av/constants';
import { Filter, type FilterContext, FilterGraph, type Frame, type Rational } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { ensureReadable, isDry } from './ffmpeg-call.ts';

/** A libavfilter filter and its arguments. */
export type FilterStep = [name: string, args?: string];

/** Filters one after the other, for frames of one shape; see `frameShape`. */
export class FilterChain implements Disposable {
  readonly #graph = new FilterGraph();
  readonly #source: FilterContext;
  readonly #sink: FilterContext;

  constructor(first: Frame, steps: FilterStep[], timeBase: Rational) {
    this.#graph.alloc();
    this.#graph.nbThreads = 1;
    this.#source = this.#add(0, ['buffer', sourceArgs(first, timeBase)]);
    let last = this.#source;
    for (const [index, step] of [...steps, ['buffersink'] as FilterStep].entries()) {
      const next = this.#add(index + 1, step);
      ensureReadable(last.link(0, next, 0), 'link filters');
      last = next;
    }
    this.#sink = last;
    ensureReadable(this.#graph.configSync(), 'configure filters');
  }

  /** The unit of time of what comes out. */
  get timeBase(): Rational {
    return this.#sink.buffersinkGetTimeBase();
  }

  /** null says that no more frames follow. */
  push(frame: Frame | null): void {
    ensureReadable(
      this.#source.buffersrcAddFrameSync(frame, AV_BUFFERSRC_FLAG_KEEP_REF),
      'filter picture',
    );
  }

  /** Puts the next finished frame into `out`; false when there is none yet. */
  pull(out: Frame): boolean {
    return !isDry(this.#sink.buffersinkGetFrameSync(out), 'filter picture');
  }

  #add(index: number, [name, args]: FilterStep): FilterContext {
    const filter = Filter.getByName(name);
    const context = filter && this.#graph.createFilter(filter, `${name}${index}`, args ?? null);
    if (!context) {
      throw new AppError('engine_failed', 'A picture filter is missing or refuses its settings.');
    }
    return context;
  }

  [Symbol.dispose](): void {
    this.#graph.free();
  }
}

/** Frames of equal shape can go through the same filters. */
export function frameShape(frame: Frame): string {
  const { width, height, format, colorSpace, colorRange, colorTrc, colorPrimaries } = frame;
  const { num, den } = frame.sampleAspectRatio;
  return [width, height, format, colorSpace, colorRange, colorTrc, colorPrimaries, num, den].join();
}

function sourceArgs(frame: Frame, timeBase: Rational): string {
  const { num, den } = frame.sampleAspectRatio;
  return [
    `video_size=${frame.width}x${frame.height}`,
    `pix_fmt=${frame.format as AVPixelFormat}`,
    `time_base=${timeBase.num}/${timeBase.den}`,
    `pixel_aspect=${num > 0 && den > 0 ? `${num}/${den}` : '1/1'}`,
    `colorspace=${frame.colorSpace}`,
    `range=${frame.colorRange}`,
  ].join(':');
}
