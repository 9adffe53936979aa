import type { SpokenText } from './spoken-text.ts';

/** A stretch of a `SpokenText`, `[from, to)`, and the silence that follows it. */
export type Clause = { from: number; to: number; pauseMs: number };

const SENTENCE_PAUSE_MS = 300;
const PARAGRAPH_PAUSE_MS = 450;
const COMMA_PAUSE_MS = 160;
/** Long enough for a whole melody, short enough to bound memory and the time until a cancel is noticed. */
const MAX_CHARS = 220;

const ABBREVIATION = /(?:^|[^\p{L}])(?:mr|mrs|ms|dr|st|prof|jr|sr|vs|no|fig|approx|[a-z])$/iu;

/** Cuts a text into sentences, and sentences too long to hold into clauses. */
export function* clausesOf(spoken: SpokenText): Generator<Clause> {
  let from = 0;
  for (let at = 0; at < spoken.chars.length; at++) {
    const pauseMs = pauseAt(spoken.chars, at);
    if (pauseMs === 0) continue;
    const to = afterClosers(spoken.chars, at + 1);
    yield* split(spoken.chars, { from, to, pauseMs });
    from = to;
    at = to - 1;
  }
  yield* split(spoken.chars, { from, to: spoken.chars.length, pauseMs: 0 });
}

function pauseAt(chars: string[], at: number): number {
  const char = chars[at] ?? '';
  if (char === '\n') return PARAGRAPH_PAUSE_MS;
  if (/[。！？!?…]/u.test(char)) return SENTENCE_PAUSE_MS;
  if (char !== '.') return 0;
  const next = chars[at + 1] ?? ' ';
  if (!/[\s"'”’)）]/u.test(next)) return 0;
  return ABBREVIATION.test(chars.slice(Math.max(0, at - 8), at).join('')) ? 0 : SENTENCE_PAUSE_MS;
}

function afterClosers(chars: string[], from: number): number {
  let at = from;
  while (at < chars.length && /[。！？!?….”’"')）」』》\]]/u.test(chars[at] ?? '')) at++;
  return at;
}

function* split(chars: string[], clause: Clause): Generator<Clause> {
  let { from } = clause;
  while (clause.to - from > MAX_CHARS) {
    const cut = bestCut(chars, from);
    yield { from, to: cut.to, pauseMs: cut.pauseMs };
    from = cut.to;
  }
  if (clause.to > from) yield { ...clause, from };
}

function bestCut(chars: string[], from: number): { to: number; pauseMs: number } {
  const end = from + MAX_CHARS;
  for (let at = end - 1; at > from + MAX_CHARS / 4; at--) {
    if (/[,，;；:：、]/u.test(chars[at] ?? '') && !/\d/u.test(chars[at + 1] ?? '')) {
      return { to: at + 1, pauseMs: COMMA_PAUSE_MS };
    }
  }
  for (let at = end - 1; at > from + MAX_CHARS / 4; at--) {
    if (/\s/u.test(chars[at] ?? '')) return { to: at + 1, pauseMs: 0 };
  }
  return { to: end, pauseMs: 0 };
}
