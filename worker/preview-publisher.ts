import type { AppContext } from '#/services/context.ts';
import { addPreviewSegment } from '#/services/previews/add-preview-segment.ts';
import type { Lease } from '#/services/tasks/lease.ts';
import type { SlotPreview } from './slots/slot-messages.ts';

/** Publishes the pieces of an attempt's preview one after the other; a piece that fails ends the preview, not the task. */
export class PreviewPublisher {
  readonly #app: AppContext;
  readonly #lease: Lease;
  readonly #onLost: () => void;
  #work: Promise<void> = Promise.resolve();
  #broken = false;

  constructor(app: AppContext, lease: Lease, onLost: () => void) {
    this.#app = app;
    this.#lease = lease;
    this.#onLost = onLost;
  }

  push(piece: SlotPreview): void {
    this.#work = this.#work.then(() => this.#publish(piece));
  }

  /** Resolves when every piece pushed so far is published, or given up. */
  close(): Promise<void> {
    return this.#work;
  }

  async #publish(piece: SlotPreview): Promise<void> {
    if (this.#broken) return;
    try {
      if (await addPreviewSegment(this.#app, this.#lease, piece)) return;
      this.#onLost();
    } catch (error) {
      this.#app.logger.warn({ err: error, ...this.#lease }, 'a preview could not be published');
    }
    this.#broken = true;
  }
}
