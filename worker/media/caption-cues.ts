import type { TimedWord } from '../speech/mouth-track.ts';

/** Text that is shown for a time: one or two lines. */
export type CaptionCue = { startMs: number; endMs: number; lines: string[] };

type Token = { text: string; startMs: number; endMs: number };

/** Width of a line in Latin characters; a Han character counts as 42/18 of one. */
export const LINE_UNITS = 42;
const HAN_UNITS = 42 / 18;
const MIN_MS = 1000;
const MAX_MS = 6000;
const PAUSE_MS = 700;
const LINGER_MS = 400;

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const SENTENCE_END = /[.!?…。！？][”’"'」』）)]*$/u;
const CLAUSE_END = /[,;:，；：、—][”’"'」』）)]*$/u;
const OPENING = /[“‘「『（(《〈[{¿¡]+$/u;

/**
 * Timed words as readable captions: at most two lines of `lineUnits`, 1 to 6 s, broken where sentences, clauses or pauses
 * are. They never overlap; one is shorter than 1 s only where the next begins sooner.
 * @param speech `text` is what the offsets of the words point into; punctuation is taken from it
 */
export function captionCues(
  speech: { words: readonly TimedWord[]; text: string },
  lineUnits = LINE_UNITS,
): CaptionCue[] {
  const groups: Token[][] = [];
  let group: Token[] = [];
  for (const token of tokensOf(speech, lineUnits)) {
    if (group.length > 0 && endsBefore(group, token, lineUnits)) {
      groups.push(group);
      group = [];
    }
    group.push(token);
  }
  if (group.length > 0) groups.push(group);
  return groups.map((tokens, index) => toCue(tokens, groups[index + 1]?.[0]?.startMs, lineUnits));
}

/** Columns of fixed width that a text takes. */
export function textUnits(text: string): number {
  let units = 0;
  for (const letter of text) units += WIDE.test(letter) ? HAN_UNITS : 1;
  return units;
}

export function hasWideLetters(text: string): boolean {
  return WIDE.test(text);
}

function tokensOf(
  { words, text }: { words: readonly TimedWord[]; text: string },
  lineUnits: number,
): Token[] {
  const tokens: Token[] = [];
  let opening = leadingMarks(text.slice(0, words[0]?.offset ?? 0));
  words.forEach((word, index) => {
    const next = words[index + 1]?.offset ?? text.length;
    const said = (opening + (text.slice(word.offset, next) || `${word.text} `)).replace(
      /\s+/gu,
      ' ',
    );
    opening = OPENING.exec(said)?.[0] ?? '';
    const shown = said.slice(0, said.length - opening.length);
    tokens.push(...pieces({ text: shown, startMs: word.startMs, endMs: word.endMs }, lineUnits));
  });
  return tokens;
}

function leadingMarks(text: string): string {
  return OPENING.exec(text.trim())?.[0] ?? '';
}

/** A word too long for a line, in parts. */
function pieces(token: Token, lineUnits: number): Token[] {
  if (textUnits(token.text.trimEnd()) <= lineUnits) return [token];
  const letters = [...token.text];
  const middle = Math.ceil(letters.length / 2);
  const splitMs = (token.startMs + token.endMs) / 2;
  return [
    ...pieces({ ...token, text: letters.slice(0, middle).join(''), endMs: splitMs }, lineUnits),
    ...pieces({ ...token, text: letters.slice(middle).join(''), startMs: splitMs }, lineUnits),
  ];
}

/** Whether a caption ends after `group`, rather than going on with `next`. */
function endsBefore(group: Token[], next: Token, lineUnits: number): boolean {
  const startMs = group[0]?.startMs ?? 0;
  const last = group.at(-1);
  const lastMs = last?.endMs ?? 0;
  if (next.endMs - startMs > MAX_MS || !wrap([...group, next], lineUnits)) return true;
  if (next.startMs - lastMs > PAUSE_MS) return true;
  const text = joined(group);
  const longEnough = Math.max(lastMs, next.startMs) - startMs >= MIN_MS;
  if (longEnough && SENTENCE_END.test(text)) return true;
  return longEnough && CLAUSE_END.test(text) && textUnits(text) > lineUnits;
}

function toCue(tokens: Token[], nextMs: number | undefined, lineUnits: number): CaptionCue {
  const startMs = tokens[0]?.startMs ?? 0;
  const saidMs = tokens.at(-1)?.endMs ?? startMs;
  const wantedMs = Math.max(saidMs + LINGER_MS, startMs + MIN_MS);
  const endMs = Math.min(wantedMs, startMs + MAX_MS, nextMs ?? Number.POSITIVE_INFINITY);
  return { startMs, endMs, lines: wrap(tokens, lineUnits) ?? [joined(tokens)] };
}

/** One line, or the two most even ones, better broken at a mark; null when two lines do not hold it. */
function wrap(tokens: Token[], lineUnits: number): string[] | null {
  const whole = joined(tokens);
  if (textUnits(whole) <= lineUnits) return [whole];
  let best: string[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < tokens.length; at++) {
    const lines = [joined(tokens.slice(0, at)), joined(tokens.slice(at))];
    const [first = 0, second = 0] = lines.map(textUnits);
    const marked = CLAUSE_END.test(lines[0] ?? '') || SENTENCE_END.test(lines[0] ?? '');
    const cost = Math.abs(first - second) - (marked ? lineUnits / 4 : 0);
    if (Math.max(first, second) > lineUnits || cost >= least) continue;
    best = lines;
    least = cost;
  }
  return best;
}

function joined(tokens: Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join('')
    .trim();
}
