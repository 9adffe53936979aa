import { randomBytes } from 'node:crypto';

/** That a task or an asset was made, changed or removed, in the order of the commits. */
export type Changed = { object: 'task' | 'asset'; id: string; keyId: string };

const KEPT = 8_192;

/**
 * The latest changes that this process has heard of, so that a reader who was away for a moment is told what it
 * missed. A cursor is a place in this journal; it means nothing to another process or after a gap.
 */
export class ChangeJournal {
  readonly #kept: number;
  readonly #entries: Changed[] = [];
  #dropped = 0;
  #epoch = newEpoch();

  constructor(kept = KEPT) {
    this.#kept = kept;
  }

  /** Behind the latest change. */
  get cursor(): string {
    return `${this.#epoch}-${this.#dropped + this.#entries.length}`;
  }

  add(changed: Changed): void {
    this.#entries.push(changed);
    if (this.#entries.length < 2 * this.#kept) return;
    const surplus = this.#entries.length - this.#kept;
    this.#entries.splice(0, surplus);
    this.#dropped += surplus;
  }

  /** Changes may have been missed: no cursor given out before is good any more. */
  restart(): void {
    this.#entries.length = 0;
    this.#dropped = 0;
    this.#epoch = newEpoch();
  }

  /** What has happened since; null when that is not known. */
  since(cursor: string): Changed[] | null {
    const [epoch, digits] = cursor.split('-');
    const place = Number(digits) - this.#dropped;
    const known = place >= 0 && place <= this.#entries.length && Number.isInteger(place);
    return epoch === this.#epoch && known ? this.#entries.slice(place) : null;
  }
}

function newEpoch(): string {
  return randomBytes(6).toString('hex');
}
