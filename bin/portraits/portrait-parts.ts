import type { Tones } from './color.ts';
import type { Person } from './person.ts';
import type { Brush, Sketch } from './sketch.ts';

/** What every part of a drawing works with. */
export interface Studio {
  readonly person: Person;
  readonly tones: Tones;
  readonly sketch: Sketch;
  readonly brush: Brush;
  /** 0..1: how far the lips are apart; the jaw goes down with it. */
  readonly mouthOpen: number;
}

/** Pixels between the inner lips when mouthOpen is 1, as a share of the mouth width. */
export const openingShare = 0.62;

export function openingOf({ person, mouthOpen }: Studio): number {
  return person.mouth.width * openingShare * mouthOpen;
}
