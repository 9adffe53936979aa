/**
 * A bounded queue of equal-sized frames between two threads: one writer, one reader, no copies, no polling.
 * Plain data over SharedArrayBuffer, so it can be posted to both threads as it is.
 */
export type FrameRing = {
  buffer: SharedArrayBuffer;
  control: SharedArrayBuffer;
  frameBytes: number;
  slots: number;
};

/** `ended` and `failed` are said by the writer, `closed` by the reader, `aborted` by whoever owns both. */
export type FrameRingState = 'open' | 'ended' | 'failed' | 'closed' | 'aborted';

// Every change bumps CHANGES before it notifies, and waiters read CHANGES before they look: no wake-up is lost.
const CHANGES = 0;
const WRITTEN = 1;
const READ = 2;
const STATE = 3;
const CONTROL_WORDS = 4;
const STATES: readonly FrameRingState[] = ['open', 'ended', 'failed', 'closed', 'aborted'];

export function createFrameRing(size: { frameBytes: number; slots: number }): FrameRing {
  return {
    buffer: new SharedArrayBuffer(size.frameBytes * size.slots),
    control: new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT),
    frameBytes: size.frameBytes,
    slots: size.slots,
  };
}

/** Wakes both threads for good: the writer gets null, the reader too, frames in the ring are lost. Never blocks. */
export function abortRing(ring: FrameRing): void {
  leaveOpen(new Int32Array(ring.control), 'aborted');
}

export class FrameRingWriter {
  readonly #control: Int32Array;
  readonly #frames: Uint8Array[];

  constructor(ring: FrameRing) {
    this.#control = new Int32Array(ring.control);
    this.#frames = frameViews(ring);
  }

  /** The next free frame to fill. Blocks while the ring is full; null when nobody reads any more. */
  reserve(): Uint8Array | null {
    for (;;) {
      const seen = Atomics.load(this.#control, CHANGES);
      if (stateOf(this.#control) !== 'open') return null;
      const written = Atomics.load(this.#control, WRITTEN);
      if (((written - Atomics.load(this.#control, READ)) | 0) < this.#frames.length) {
        return this.#frames[(written >>> 0) % this.#frames.length] ?? null;
      }
      Atomics.wait(this.#control, CHANGES, seen);
    }
  }

  /** Hands the reserved frame to the reader. */
  commit(): void {
    Atomics.add(this.#control, WRITTEN, 1);
    announce(this.#control);
  }

  /** No more frames; those committed are still read. */
  end(): void {
    leaveOpen(this.#control, 'ended');
  }

  /** The writer gave up; the reader stops at once. */
  fail(): void {
    leaveOpen(this.#control, 'failed');
  }

  get state(): FrameRingState {
    return stateOf(this.#control);
  }
}

export class FrameRingReader {
  readonly #control: Int32Array;
  readonly #frames: Uint8Array[];

  constructor(ring: FrameRing) {
    this.#control = new Int32Array(ring.control);
    this.#frames = frameViews(ring);
  }

  /** The oldest unread frame, valid until `release`. Blocks while the ring is empty; null at the end: see `state`. */
  next(): Uint8Array | null {
    for (;;) {
      const seen = Atomics.load(this.#control, CHANGES);
      const state = stateOf(this.#control);
      if (state !== 'open' && state !== 'ended') return null;
      const read = Atomics.load(this.#control, READ);
      if (Atomics.load(this.#control, WRITTEN) !== read) {
        return this.#frames[(read >>> 0) % this.#frames.length] ?? null;
      }
      if (state === 'ended') return null;
      Atomics.wait(this.#control, CHANGES, seen);
    }
  }

  /** Gives the frame back to the writer. */
  release(): void {
    Atomics.add(this.#control, READ, 1);
    announce(this.#control);
  }

  /** Stops reading: the writer's next `reserve` is null. */
  close(): void {
    leaveOpen(this.#control, 'closed');
  }

  get state(): FrameRingState {
    return stateOf(this.#control);
  }
}

function frameViews(ring: FrameRing): Uint8Array[] {
  return Array.from(
    { length: ring.slots },
    (_, slot) => new Uint8Array(ring.buffer, slot * ring.frameBytes, ring.frameBytes),
  );
}

function stateOf(control: Int32Array): FrameRingState {
  return STATES[Atomics.load(control, STATE)] ?? 'aborted';
}

// The first reason to stop stays, except that an abort also overtakes frames waiting after `ended`.
function leaveOpen(control: Int32Array, state: FrameRingState): void {
  const was = Atomics.compareExchange(control, STATE, 0, STATES.indexOf(state));
  if (was === STATES.indexOf('ended') && state !== 'ended') {
    Atomics.compareExchange(control, STATE, was, STATES.indexOf(state));
  }
  announce(control);
}

function announce(control: Int32Array): void {
  Atomics.add(control, CHANGES, 1);
  Atomics.notify(control, CHANGES);
}
