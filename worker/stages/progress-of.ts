/** Kept back until the file is published. */
const MOST_PROGRESS = 0.99;

/** Where the encoder is, as progress of the whole task; `from` is where its work began. */
export function progressOf(from: number, framesDone: number, frames: number): number {
  return Math.min(MOST_PROGRESS, from + (MOST_PROGRESS - from) * (framesDone / frames));
}
