import type { EspeakEvent } from '@echogarden/espeak-ng-emscripten';
import type { TimedPhoneme, TimedWord } from '../../speech/mouth-track.ts';

/** What one call said: `chars` and `offsets` as in `SpokenText`, times in ms from the start of the call. */
export type SpokenRun = {
  text: string;
  chars: string[];
  offsets: number[];
  events: EspeakEvent[];
  durationMs: number;
};

/** espeak-ng's own names for Mandarin sounds → IPA. */
const IPA: Record<string, string> = {
  's.': 'ʂ',
  'ts.': 'tʂ',
  'ts.h': 'tʂʰ',
  tɕh: 'tɕʰ',
  tsh: 'tsʰ',
  ph: 'pʰ',
  th: 'tʰ',
  kh: 'kʰ',
  'i.': 'ɨ',
  i̪: 'ɨ',
  'o-': 'ɤ',
  onɡ: 'ʊŋ',
  χ: 'x',
};

const VOICELESS_STOP = /^(?:p|t|k|q|c)/u;
/** espeak-ng marks a voiceless stop at its burst; the lips or tongue close about this long before. */
const STOP_CLOSURE_MS = 45;
const SHORTEST_MS = 15;
const LONGEST_GAP_MS = 120;

export function phonemesOf(run: SpokenRun): TimedPhoneme[] {
  const phonemes: TimedPhoneme[] = [];
  let open: TimedPhoneme | null = null;
  for (const event of run.events) {
    if (event.type !== 'phoneme' && event.type !== 'word' && event.type !== 'end') continue;
    if (open) open.endMs = Math.max(open.startMs, event.audio_position);
    open = null;
    const symbol = event.type === 'phoneme' ? String(event.id ?? '') : '';
    if (symbol === '' || symbol.startsWith('(')) continue;
    open = startOf(symbol, event.audio_position, run.durationMs);
    phonemes.push(open);
  }
  for (const [index, phoneme] of phonemes.entries()) {
    fillGap(phoneme, phonemes[index + 1]);
    includeClosure(phoneme, phonemes[index - 1]);
  }
  return phonemes;
}

function startOf(symbol: string, startMs: number, endMs: number): TimedPhoneme {
  const bare = symbol.replace(/[ˈˌ]/gu, '');
  return { symbol: IPA[bare] ?? bare, startMs, endMs, stressed: symbol.includes('ˈ') };
}

/** Before a linking pause espeak-ng ends a sound where it begins. */
function fillGap(phoneme: TimedPhoneme, next: TimedPhoneme | undefined): void {
  if (phoneme.endMs > phoneme.startMs || !next) return;
  phoneme.endMs = Math.min(next.startMs, phoneme.startMs + LONGEST_GAP_MS);
}

function includeClosure(phoneme: TimedPhoneme, previous: TimedPhoneme | undefined): void {
  if (!VOICELESS_STOP.test(phoneme.symbol)) return;
  const earliest = previous ? Math.min(previous.startMs + SHORTEST_MS, phoneme.startMs) : 0;
  phoneme.startMs = Math.max(earliest, phoneme.startMs - STOP_CLOSURE_MS, 0);
  if (previous && previous.endMs > phoneme.startMs) previous.endMs = phoneme.startMs;
}

type Token = Span & { startMs: number | null };

const TOKEN =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['’.,:-](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;

/**
 * Words of Latin text and single Han characters. espeak-ng reports some characters together and some
 * words in parts, so its events only give the times and the text gives the words.
 */
export function wordsOf(run: SpokenRun, phonemes: TimedPhoneme[]): TimedWord[] {
  const tokens = tokensOf(run);
  let current = 0;
  for (const event of run.events) {
    if (event.type !== 'word') continue;
    const at = event.text_position - 1;
    while (current + 1 < tokens.length && (tokens[current + 1]?.from ?? 0) <= at) current++;
    const token = tokens[current];
    if (token) token.startMs ??= event.audio_position;
  }
  return fillTimes(tokens, phonemes, run);
}

function tokensOf(run: SpokenRun): Token[] {
  const joined = run.chars.join('');
  const indexOfUnit = new Int32Array(joined.length + 1);
  let unit = 0;
  run.chars.forEach((char, index) => {
    indexOfUnit.fill(index, unit, unit + char.length);
    unit += char.length;
  });
  indexOfUnit[unit] = run.chars.length;
  const tokens: Token[] = [];
  for (const match of joined.matchAll(TOKEN)) {
    const from = indexOfUnit[match.index] ?? 0;
    const to = indexOfUnit[match.index + match[0].length] ?? 0;
    if (!/[\p{L}\p{N}]/u.test(originalOf(run, { from, to }))) continue;
    const last = tokens.at(-1);
    if (last && (run.offsets[from] ?? 0) <= lastOffset(run, last)) last.to = to;
    else tokens.push({ from, to, startMs: null });
  }
  return tokens;
}

type Span = { from: number; to: number };

function originalOf(run: SpokenRun, span: Span): string {
  const last = lastOffset(run, span);
  const lastChar = String.fromCodePoint(run.text.codePointAt(last) ?? 0);
  return run.text.slice(run.offsets[span.from] ?? 0, last + lastChar.length);
}

function lastOffset(run: SpokenRun, span: Span): number {
  return run.offsets[span.to - 1] ?? 0;
}

function fillTimes(tokens: Token[], phonemes: TimedPhoneme[], run: SpokenRun): TimedWord[] {
  const starts = spreadStarts(tokens, phonemes.at(-1)?.endMs ?? run.durationMs);
  return tokens.map((token, index) => {
    const startMs = starts[index] ?? 0;
    const nextMs = starts[index + 1] ?? run.durationMs;
    const last = phonemes.findLast((p) => p.startMs < nextMs && p.endMs > startMs);
    const endMs = Math.max(startMs, Math.min(nextMs, last?.endMs ?? nextMs));
    const offset = run.offsets[token.from] ?? 0;
    return { text: originalOf(run, token), offset, startMs, endMs };
  });
}

/** Characters reported together share their time evenly. */
function spreadStarts(tokens: Token[], endMs: number): number[] {
  const starts: number[] = [];
  for (let index = 0; index < tokens.length; ) {
    const startMs = tokens[index]?.startMs ?? starts.at(-1) ?? 0;
    let next = index + 1;
    while (next < tokens.length && tokens[next]?.startMs === null) next++;
    const stopMs = Math.max(startMs, tokens[next]?.startMs ?? endMs);
    for (let k = index; k < next; k++) {
      starts.push(startMs + ((stopMs - startMs) * (k - index)) / (next - index));
    }
    index = next;
  }
  return starts;
}
