/**
 * How the mouth looks for one speech sound. A channel that is absent makes no demand:
 * the neighbours' poses pass through it. Ranges as in `MouthTrack`.
 */
export type Viseme = {
  kind: 'vowel' | 'consonant' | 'bilabial' | 'labiodental';
  open?: number;
  width?: number;
  round?: number;
  teeth?: number;
  tongue?: number;
};

/** Part of a sound; diphthongs have several. `share` of the duration; shares add up to 1. */
type VisemePart = { viseme: Viseme; share: number };

type Entry = [symbols: string, viseme: Viseme];

const VOWELS: Entry[] = [
  ['a ä ɶ', { kind: 'vowel', open: 1, width: 0.25, round: 0, teeth: 0.35, tongue: 0 }],
  ['ɑ', { kind: 'vowel', open: 0.95, width: 0.1, round: 0, teeth: 0.25, tongue: 0 }],
  ['æ', { kind: 'vowel', open: 0.85, width: 0.45, round: 0, teeth: 0.45, tongue: 0 }],
  ['ɐ ʌ', { kind: 'vowel', open: 0.68, width: 0.12, round: 0, teeth: 0.3, tongue: 0 }],
  ['ɛ œ', { kind: 'vowel', open: 0.52, width: 0.5, round: 0, teeth: 0.45, tongue: 0 }],
  ['e ø', { kind: 'vowel', open: 0.42, width: 0.6, round: 0, teeth: 0.45, tongue: 0.1 }],
  ['ə ɘ', { kind: 'vowel', open: 0.3, width: 0.08, round: 0, teeth: 0.25, tongue: 0.1 }],
  ['ɚ ɜ ɝ ɞ ɵ', { kind: 'vowel', open: 0.34, width: -0.15, round: 0.3, teeth: 0.3, tongue: 0.2 }],
  ['i', { kind: 'vowel', open: 0.22, width: 0.85, round: 0, teeth: 0.55, tongue: 0.25 }],
  ['ɪ ᵻ', { kind: 'vowel', open: 0.28, width: 0.55, round: 0, teeth: 0.45, tongue: 0.2 }],
  ['ɨ', { kind: 'vowel', open: 0.16, width: 0.4, round: 0, teeth: 0.7, tongue: 0.3 }],
  ['o', { kind: 'vowel', open: 0.5, width: -0.4, round: 0.75, teeth: 0.1, tongue: 0 }],
  ['ɔ', { kind: 'vowel', open: 0.58, width: -0.3, round: 0.55, teeth: 0.12, tongue: 0 }],
  ['ɒ', { kind: 'vowel', open: 0.75, width: -0.15, round: 0.4, teeth: 0.15, tongue: 0 }],
  ['ɤ ɯ', { kind: 'vowel', open: 0.42, width: 0.1, round: 0.05, teeth: 0.35, tongue: 0 }],
  ['u ʉ', { kind: 'vowel', open: 0.2, width: -0.85, round: 1, teeth: 0, tongue: 0 }],
  ['ʊ', { kind: 'vowel', open: 0.26, width: -0.5, round: 0.65, teeth: 0.1, tongue: 0 }],
  ['y ʏ', { kind: 'vowel', open: 0.18, width: -0.65, round: 0.9, teeth: 0.15, tongue: 0.2 }],
];

const ALVEOLAR_STOP: Viseme = { kind: 'consonant', open: 0.14, teeth: 0.5, tongue: 0.7 };

const CONSONANTS: Entry[] = [
  ['p b m ɓ ʙ', { kind: 'bilabial', open: 0, teeth: 0 }],
  ['f v ɱ ʋ', { kind: 'labiodental', open: 0.08, width: 0.1, round: 0, teeth: 0.6 }],
  ['θ ð', { kind: 'consonant', open: 0.18, width: 0.1, teeth: 0.4, tongue: 1 }],
  ['t d ʈ ɖ ɗ', ALVEOLAR_STOP],
  ['n ɳ ɲ', { kind: 'consonant', open: 0.16, teeth: 0.4, tongue: 0.8 }],
  ['l ɫ ɭ ʎ ɬ ɮ', { kind: 'consonant', open: 0.24, teeth: 0.35, tongue: 0.9 }],
  ['ɾ r', { kind: 'consonant', open: 0.22, teeth: 0.35, tongue: 0.7 }],
  ['s z', { kind: 'consonant', open: 0.08, width: 0.35, teeth: 0.9, tongue: 0.2 }],
  ['ɕ ʑ', { kind: 'consonant', open: 0.1, width: 0.45, teeth: 0.9, tongue: 0.2 }],
  ['ʃ ʒ', { kind: 'consonant', open: 0.13, width: -0.4, round: 0.6, teeth: 0.8, tongue: 0.1 }],
  ['ʂ ʐ ɻ', { kind: 'consonant', open: 0.12, width: -0.2, round: 0.35, teeth: 0.8, tongue: 0.2 }],
  ['ɹ ʁ', { kind: 'consonant', open: 0.18, width: -0.4, round: 0.5, teeth: 0.3, tongue: 0.2 }],
  ['k ɡ g ŋ q ɢ c ɟ ɴ', { kind: 'consonant', open: 0.2, tongue: 0 }],
  ['x ɣ χ ħ ʕ', { kind: 'consonant', open: 0.26, tongue: 0 }],
  ['w ʍ ɥ', { kind: 'consonant', open: 0.12, width: -0.85, round: 1, teeth: 0, tongue: 0 }],
  ['j ʝ ç', { kind: 'consonant', open: 0.16, width: 0.7, teeth: 0.5, tongue: 0.25 }],
];

const TABLE = new Map<string, Viseme>(
  [...VOWELS, ...CONSONANTS].flatMap(([symbols, viseme]) =>
    symbols.split(' ').map((symbol): [string, Viseme] => [symbol, viseme]),
  ),
);

/** Sounds made in the throat only, and marks that are no sound of their own. */
const INVISIBLE = /[hɦʔ\p{Lm}\p{M}\p{P}\p{S}\p{N}\s]/u;

const SOME_CONSONANT: Viseme = { kind: 'consonant', open: 0.18, tongue: 0.2 };

/**
 * The poses of an IPA symbol. Affricates show their fricative, diphthongs move through their vowels (60/40),
 * unknown letters count as consonants of the middle of the mouth; empty for sounds that cannot be seen.
 */
export function visemesOf(symbol: string): VisemePart[] {
  const visemes: Viseme[] = [];
  for (const char of symbol) {
    const viseme = visemeOfLetter(char);
    if (!viseme) continue;
    if (visemes.at(-1) === ALVEOLAR_STOP && isSibilant(viseme)) visemes.pop();
    visemes.push(viseme);
  }
  const shares = SHARES[visemes.length] ?? visemes.map(() => 1 / visemes.length);
  return visemes.map((viseme, index) => ({ viseme, share: shares[index] ?? 0 }));
}

/** s, z, ʃ and their kin: the jaw stays nearly closed whatever the neighbours are. */
export function isSibilant(viseme: Viseme): boolean {
  return viseme.kind === 'consonant' && (viseme.teeth ?? 0) >= 0.8;
}

function visemeOfLetter(char: string): Viseme | null {
  const known = TABLE.get(char) ?? TABLE.get(char.normalize('NFD').charAt(0));
  return known ?? (INVISIBLE.test(char) ? null : SOME_CONSONANT);
}

const SHARES: Record<number, number[]> = { 1: [1], 2: [0.6, 0.4], 3: [0.35, 0.4, 0.25] };
