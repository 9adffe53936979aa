import type { Changed } from '../../data/change-journal.ts';
import type { AppContext } from '../context.ts';

/** More than this is told as `reset`: reading a list again is cheaper. */
const MOST = 1_000;

/** The changes of one key that a reader has not been told of, each thing once, in the order of its first change. */
export class PendingChanges implements Disposable {
  readonly #feed: AppContext['feed'];
  readonly #stops: (() => void)[];
  readonly #changed = new Map<string, Changed>();
  #missed = false;
  #wake: (() => void) | undefined;

  constructor(feed: AppContext['feed'], keyId: string) {
    this.#feed = feed;
    this.#stops = [
      feed.onKey(keyId, (changed) => this.#add(changed)),
      feed.onGap(() => this.#miss()),
    ];
  }

  /** Adds what has happened since the cursor; false when that is not known. */
  replay(cursor: string, keyId: string): boolean {
    const changes = this.#feed.journal.since(cursor);
    for (const changed of changes ?? []) if (changed.keyId === keyId) this.#add(changed);
    return changes !== null;
  }

  /** What has gathered, and the place in the journal behind it. */
  take(): { cursor: string; changed: Changed[]; missed: boolean } {
    const taken = {
      cursor: this.#feed.journal.cursor,
      changed: [...this.#changed.values()],
      missed: this.#missed,
    };
    this.#changed.clear();
    this.#missed = false;
    return taken;
  }

  /** Resolves when there is something to take, or at `wake`. */
  async wait(): Promise<void> {
    if (this.#missed || this.#changed.size > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake?.();
  }

  #add(changed: Changed): void {
    if (!this.#missed) this.#changed.set(changed.id, changed);
    if (this.#changed.size > MOST) this.#miss();
    this.wake();
  }

  #miss(): void {
    this.#missed = true;
    this.#changed.clear();
    this.wake();
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop();
  }
}
