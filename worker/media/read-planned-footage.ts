import { AppError } from '#/domain/errors.ts';
import { FootagePainter } from './footage-painter.ts';
import { FootageSource } from './footage-source.ts';
import { type FramePlan, plannedSource } from './frame-plan.ts';
import { type FootageFrame, type FootageOptions, steadyFrames } from './read-footage.ts';

export type PlannedFootageOptions = FootageOptions & {
  plan: FramePlan;
  /** Memory for running backwards; more of it means less decoding. */
  backwardBytes?: number;
};

const BACKWARD_BYTES = 160 * 1024 * 1024;

/**
 * Footage in the order of a plan and as many frames as it says: where the file ends early, its last frame stays. Memory
 * does not depend on the length, nor when running backwards: pieces that fit are decoded forwards and shown in reverse.
 * @throws AppError `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export function* readPlannedFootage(
  path: string,
  options: PlannedFootageOptions,
): Generator<FootageFrame> {
  const { plan } = options;
  using forward = new ForwardFrames(path, options);
  const backward = new BackwardFrames(forward, options);
  let shown = -1;
  for (let index = 0; index < plan.frames; index++) {
    const sourceFrame = plannedSource(plan, index);
    const back = plan.policy === 'bounce' && sourceFrame < shown;
    shown = sourceFrame;
    yield { rgba: (back ? backward : forward).get(sourceFrame), sourceFrame };
  }
}

/** Frames by index; cheap as long as the index grows. */
class ForwardFrames implements Disposable {
  readonly #source: FootageSource;
  readonly #painter: FootagePainter;
  readonly #options: PlannedFootageOptions;
  #frames: Generator<FootageFrame> | null = null;
  #current: FootageFrame | null = null;

  constructor(path: string, options: PlannedFootageOptions) {
    this.#options = options;
    this.#source = new FootageSource(path, options);
    this.#painter = new FootagePainter(this.#source.stream, options);
  }

  /** Valid until the next call. */
  get(index: number): Uint8Array {
    if (!this.#frames || index < (this.#current?.sourceFrame ?? 0)) this.#startAt(index);
    while (this.#frames && (this.#current?.sourceFrame ?? -1) < index) {
      const next = this.#frames.next();
      if (next.done) throw new AppError('media_unreadable', 'The video holds no pictures.');
      this.#current = next.value;
    }
    return this.#current?.rgba ?? new Uint8Array(0);
  }

  #startAt(from: number): void {
    this.#frames?.return(undefined);
    this.#current = null;
    const frames = this.#options.plan.sourceFrames;
    this.#frames = steadyFrames(this.#source, this.#painter, { ...this.#options, from, frames });
  }

  [Symbol.dispose](): void {
    this.#frames?.return(undefined);
    this.#painter[Symbol.dispose]();
    this.#source[Symbol.dispose]();
  }
}

/** Frames by index; cheap as long as the index falls. */
class BackwardFrames {
  readonly #forward: ForwardFrames;
  readonly #capacity: number;
  readonly #frameBytes: number;
  readonly #kept: Uint8Array[] = [];
  #first = 0;
  #count = 0;

  constructor(forward: ForwardFrames, options: PlannedFootageOptions) {
    this.#forward = forward;
    this.#frameBytes = options.width * options.height * 4;
    this.#capacity = Math.max(
      2,
      Math.floor((options.backwardBytes ?? BACKWARD_BYTES) / this.#frameBytes),
    );
  }

  get(index: number): Uint8Array {
    if (index < this.#first || index >= this.#first + this.#count) this.#keepUntil(index);
    return this.#kept[index - this.#first] ?? new Uint8Array(0);
  }

  #keepUntil(index: number): void {
    this.#first = Math.max(0, index + 1 - this.#capacity);
    this.#count = index + 1 - this.#first;
    for (let at = 0; at < this.#count; at++) {
      const kept = this.#kept[at] ?? new Uint8Array(this.#frameBytes);
      kept.set(this.#forward.get(this.#first + at));
      this.#kept[at] = kept;
    }
  }
}
