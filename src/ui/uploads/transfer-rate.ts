const WINDOW_MS = 6_000;
const SETTLED_MS = 800;

/** How fast bytes go, over the last few seconds. */
export class TransferRate {
  #marks: { at: number; bytes: number }[] = [];

  /** @returns bytes per second, or null while it is too soon to say */
  push(at: number, bytes: number): number | null {
    this.#marks = this.#marks.filter((mark) => at - mark.at <= WINDOW_MS);
    this.#marks.push({ at, bytes });
    const [first] = this.#marks;
    if (!first || at - first.at < SETTLED_MS || bytes <= first.bytes) return null;
    return ((bytes - first.bytes) * 1000) / (at - first.at);
  }

  /** What went before a pause says nothing about what comes after. */
  reset(): void {
    this.#marks = [];
  }
}
