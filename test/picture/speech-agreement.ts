import type { TimedPhoneme } from '../../worker/speech/mouth-track.ts';
import type { MouthSize } from './measure-mouth.ts';

/** A mouth as it was measured, frame by frame, and what was being said. */
export type Speaking = { sizes: MouthSize[]; fps: number; phonemes: readonly TimedPhoneme[] };

const OPEN = /^[aɑæʌɐ]/;
const MID = /^[eɛəɔoɜɤɚ]/;
const NARROW = /^[iɪuʊyɨ]/;
const BILABIAL = /^(b|m|p|pʰ)$/;

/** How open a phoneme is by the place of its articulation alone: the reference that knows nothing of the renderer. */
function openness({ symbol }: TimedPhoneme): number {
  if (OPEN.test(symbol)) return 1;
  if (MID.test(symbol)) return 0.6;
  if (NARROW.test(symbol)) return 0.3;
  return BILABIAL.test(symbol) ? 0 : 0.15;
}

const STEP_MS = 5;
const MOST_LAG_MS = 300;

/** By how much the mouth is behind the sound at their best agreement, and how well they agree there. */
export function peakLag({ sizes, fps, phonemes }: Speaking): { lagMs: number; agreement: number } {
  const frameSteps = 1000 / fps / STEP_MS;
  const due = Float64Array.from({ length: Math.ceil(sizes.length * frameSteps) }, (_, step) => {
    const atMs = (step + 0.5) * STEP_MS;
    const now = phonemes.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
    return now ? openness(now) : 0;
  });
  let best = { lagMs: 0, agreement: -1 };
  for (let lagMs = -MOST_LAG_MS; lagMs <= MOST_LAG_MS; lagMs += STEP_MS) {
    const pairs = sizes.map(({ aperture }, index): [number, number] => {
      const from = Math.round(index * frameSteps - lagMs / STEP_MS);
      const shown = due.subarray(Math.max(0, from), Math.max(0, from + Math.round(frameSteps)));
      return [aperture, mean(shown)];
    });
    const agreement = correlation(pairs);
    if (agreement > best.agreement) best = { lagMs, agreement };
  }
  return best;
}

export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [a, b] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [x, y] of pairs) {
    ab += (x - a) * (y - b);
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** A mouth is shut up to so many mouth widths more than lips that are drawn shut. */
const SHUT = 0.02;
/** The lips may meet so long before the sound of it. */
const LEAD_MS = 50;

/** The share of b, m and p in which the mouth is shut in some frame. */
export function closedShare({ sizes, fps, phonemes }: Speaking): number {
  const labials = phonemes.filter(({ symbol }) => BILABIAL.test(symbol));
  const closed = labials.filter(({ startMs, endMs }) => {
    const first = Math.max(0, Math.floor(((startMs - LEAD_MS) * fps) / 1000));
    const last = Math.ceil((endMs * fps) / 1000);
    return sizes.slice(first, last).some(isShut);
  });
  return closed.length / labials.length;
}

export function isShut({ aperture }: MouthSize): boolean {
  return aperture <= SHUT;
}

/** Share of the frames in which the mouth is clearly open. */
export function openShare({ sizes }: Pick<Speaking, 'sizes'>): number {
  return sizes.filter(({ aperture }) => aperture > 2 * SHUT).length / sizes.length;
}

const VOWELS = { a: /^(a|ɑ|ɑː|aː)$/, i: /^(i|iː)$/, u: /^(u|uː)$/, o: /^(o|oː|ɔ|ɔː)$/ };
export type VowelSizes = Record<keyof typeof VOWELS, MouthSize>;
/** Shorter ones are seldom reached. */
const LEAST_VOWEL_MS = 65;

/** The mouth at the middle of the vowels, on average. */
export function vowelSizes({ sizes, fps, phonemes }: Speaking): VowelSizes {
  const sizeOf = (vowel: RegExp): MouthSize => {
    const long = phonemes.filter(
      ({ symbol, startMs, endMs }) => vowel.test(symbol) && endMs - startMs >= LEAST_VOWEL_MS,
    );
    const shown = long.flatMap(({ startMs, endMs }) => {
      const size = sizes[Math.floor(((startMs + endMs) / 2000) * fps)];
      return size ? [size] : [];
    });
    return {
      aperture: mean(shown.map(({ aperture }) => aperture)),
      width: mean(shown.map(({ width }) => width)),
    };
  };
  return { a: sizeOf(VOWELS.a), i: sizeOf(VOWELS.i), u: sizeOf(VOWELS.u), o: sizeOf(VOWELS.o) };
}

/** Opening and width must differ by so many mouth widths. */
const APART = 0.02;

/** Whether a is more open than o, o than i and u; and i wider than a, a than o, o than u. */
export function vowelsInOrder({ a, i, u, o }: VowelSizes): boolean {
  const falls = (...values: number[]) =>
    values.every((value, at) => at === 0 || (values[at - 1] ?? 0) > value + APART);
  const opens = [i, u].every((vowel) => falls(a.aperture, o.aperture, vowel.aperture));
  return opens && falls(i.width, a.width, o.width, u.width);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}
