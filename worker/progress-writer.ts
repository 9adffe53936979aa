import type { AppContext } from '#/services/context.ts';
import type { Lease } from '#/services/tasks/lease.ts';
import { reportProgress } from '#/services/tasks/report-progress.ts';
import type { SlotProgress } from './slots/slot-messages.ts';

const EVERY_MS = 250;
/** A rate measured over less than this says nothing yet. */
const MEASURED_MS = 1_000;

/**
 * Writes an attempt's progress to its row: at most a few times a second, one write at a time, never backwards, with an
 * estimate from the rate measured so far.
 */
export class ProgressWriter {
  readonly #app: AppContext;
  readonly #lease: Lease;
  readonly #onLost: () => void;
  #latest: SlotProgress = { stage: 'preparing', progress: 0 };
  #engine: string | undefined;
  #began: { at: number; progress: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(app: AppContext, lease: Lease, onLost: () => void) {
    this.#app = app;
    this.#lease = lease;
    this.#onLost = onLost;
  }

  push(report: SlotProgress): void {
    if (this.#closed) return;
    if (report.stage === 'rendering')
      this.#began ??= { at: performance.now(), progress: report.progress };
    const changedStage = report.stage !== this.#latest.stage;
    this.#engine = report.engine ?? this.#engine;
    this.#latest = { ...report, progress: Math.max(report.progress, this.#latest.progress) };
    if (changedStage) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), EVERY_MS);
  }

  /** No write comes after this has resolved. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      if (this.#closed) return;
      const { stage, progress } = this.#latest;
      const engine = this.#engine;
      const report = {
        stage,
        progress,
        estimatedFinishAt: this.#estimate(),
        ...(engine && { engine }),
      };
      const held = await reportProgress(this.#app, this.#lease, report).catch((error: unknown) => {
        this.#app.logger.warn({ err: error, ...this.#lease }, 'progress could not be written');
        return true;
      });
      if (!held) this.#onLost();
    });
  }

  #estimate(): Date | null {
    if (!this.#began) return null;
    const elapsed = performance.now() - this.#began.at;
    const done = this.#latest.progress - this.#began.progress;
    if (elapsed < MEASURED_MS || done <= 0) return null;
    return new Date(Date.now() + (elapsed * (1 - this.#latest.progress)) / done);
  }
}
