import { Worker } from 'node:worker_threads';
import type { DecodeThreadData, DecodeThreadMessage } from '../media/decode-thread.ts';
import type { EncodeThreadData, EncodeThreadMessage } from '../media/encode-thread.ts';
import { abortRing, type FrameRing } from '../media/frame-ring.ts';
import { progressOf } from '../stages/progress-of.ts';
import type { SlotFailure, SlotPreview, SlotProgress } from './slot-messages.ts';

/** A thread that the engine thread wants beside it for the time of an attempt. */
export type MediaThread =
  | { kind: 'decode'; options: DecodeThreadData }
  | { kind: 'encode'; options: EncodeThreadData; from: number };

type Listeners = {
  onProgress: (report: SlotProgress) => void;
  onPreview: (preview: SlotPreview) => void;
  onEnd: (kind: MediaThread['kind'], failure: SlotFailure | null) => void;
};

/** Decoder and encoder of the present attempt; they end by themselves, or with the process. */
export class MediaThreads {
  readonly #listeners: Listeners;
  #rings: FrameRing[] = [];
  #aborted = false;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  /** Forgets the attempt before. */
  reset(): void {
    this.#rings = [];
    this.#aborted = false;
  }

  /** Wakes every thread that waits for a frame, for good. */
  abort(): void {
    this.#aborted = true;
    for (const ring of this.#rings) abortRing(ring);
  }

  start(thread: MediaThread): void {
    const { ring } = thread.options;
    this.#rings.push(ring);
    if (this.#aborted) abortRing(ring);
    const worker = new Worker(new URL(`../media/${thread.kind}-thread.ts`, import.meta.url), {
      workerData: thread.options,
    });
    let failure: SlotFailure | null = lost(`the ${thread.kind} thread ended without a result`);
    worker.on('message', (message: EncodeThreadMessage | DecodeThreadMessage) => {
      switch (message.type) {
        case 'progress':
          this.#report(thread, message.frames);
          return;
        case 'preview':
          if (!this.#aborted) this.#listeners.onPreview(message.piece);
          return;
        case 'done':
          failure = null;
          return;
        case 'failed':
          failure = { code: message.code, detail: message.message, cause: message.cause ?? null };
          return;
        default:
          message satisfies never;
      }
    });
    worker.on('error', (error) => {
      failure = lost(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    worker.on('exit', () => {
      if (failure) abortRing(ring);
      this.#listeners.onEnd(thread.kind, failure);
    });
  }

  #report(thread: MediaThread, frames: number): void {
    if (thread.kind !== 'encode' || this.#aborted) return;
    const progress = progressOf(thread.from, frames, thread.options.frames);
    this.#listeners.onProgress({ stage: 'rendering', progress });
  }
}

function lost(cause: string): SlotFailure {
  return { code: 'engine_failed', detail: 'The video could not be made', cause };
}
