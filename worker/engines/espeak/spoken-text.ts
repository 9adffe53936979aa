/**
 * Text made safe to hand to espeak-ng, one entry per code point.
 * `offsets[i]` is the UTF-16 offset in the original text of what `chars[i]` stands for; non-decreasing.
 */
export type SpokenText = { chars: string[]; offsets: number[]; language: 'en' | 'zh' };

type Rewrite = { pattern: RegExp; say: (match: RegExpExecArray) => string };

const HAN_DIGITS = '零一二三四五六七八九';

const CURRENCY: Record<string, string> = { $: 'dollars', '€': 'euros', '£': 'pounds' };

const ALWAYS: Rewrite[] = [{ pattern: /<\/?[a-z!?][^<>]*>/giu, say: () => ' ' }];

const FOR_LANGUAGE: Record<SpokenText['language'], Rewrite[]> = {
  en: [
    {
      pattern: /([$€£])(\d[\d,]*)(?:\.(\d\d))?(?![\d.])/gu,
      say: ([, sign, whole, part]) => `${whole} ${CURRENCY[sign ?? '']}${part ? ` ${part}` : ''}`,
    },
    { pattern: /</gu, say: () => ' less than ' },
    { pattern: /&(?:amp;)?/gu, say: () => ' and ' },
  ],
  zh: [
    {
      pattern: /(?<!\d)\d{4}(?=年)/gu,
      say: ([year]) => year.replace(/\d/gu, (digit) => HAN_DIGITS[Number(digit)] ?? digit),
    },
    { pattern: /(\d+(?:\.\d+)?)[%％]/gu, say: ([, number]) => `百分之${number}` },
    { pattern: /[¥￥](\d+(?:\.\d+)?)/gu, say: ([, number]) => `${number}元` },
    { pattern: /℃/gu, say: () => '摄氏度' },
    { pattern: /</gu, say: () => '小于' },
    { pattern: /&(?:amp;)?/gu, say: () => '和' },
  ],
};

const SILENT = new RegExp(
  [
    String.raw`(?![©®™])\p{Extended_Pictographic}`,
    String.raw`\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\u20e3`,
    String.raw`\p{Cc}|\p{Cs}|\p{Co}|\p{Cn}`,
    String.raw`[\[\]{}<>|\\^\x60~*#_]`,
  ].join('|'),
  'u',
);

/**
 * Takes markup, pictographs and control characters out of a text and spells what espeak-ng misreads.
 * Nothing of the result is markup to espeak-ng, which otherwise interprets SSML and `[[phonemes]]`.
 */
export function toSpokenText(text: string, language: SpokenText['language']): SpokenText {
  const spoken: SpokenText = { chars: [], offsets: [], language };
  let at = 0;
  for (const edit of findEdits(text, language)) {
    appendPlain(spoken, text.slice(at, edit.start), at);
    appendRewritten(spoken, edit);
    at = edit.end;
  }
  appendPlain(spoken, text.slice(at), at);
  return spoken;
}

/** Whether espeak-ng has anything to say about the text. */
export function isSpeakable(spoken: SpokenText): boolean {
  return spoken.chars.some((char) => /[\p{L}\p{N}%$€£+=@]/u.test(char));
}

type Edit = { start: number; end: number; source: string; words: string };

function findEdits(text: string, language: SpokenText['language']): Edit[] {
  const edits: Edit[] = [];
  for (const { pattern, say } of [...ALWAYS, ...FOR_LANGUAGE[language]]) {
    for (const match of text.matchAll(pattern)) {
      const [source] = match;
      const start = match.index;
      edits.push({ start, end: start + source.length, source, words: say(match) });
    }
  }
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return edits.filter((edit) => {
    const free = edit.start >= end;
    if (free) end = edit.end;
    return free;
  });
}

function appendPlain(spoken: SpokenText, text: string, offset: number): void {
  let at = offset;
  for (const char of text) {
    spoken.chars.push(char === '\n' ? char : SILENT.test(char) ? ' ' : halfWidth(char));
    spoken.offsets.push(at);
    at += char.length;
  }
}

/** Characters that were in the source keep their place; added ones share the place where they were added. */
function appendRewritten(spoken: SpokenText, edit: Edit): void {
  const chars = [...edit.words];
  const oneToOne = chars.length === edit.source.length;
  let at = 0;
  for (const [index, char] of chars.entries()) {
    const found = oneToOne ? index : edit.source.indexOf(char, at);
    if (found >= 0) at = found;
    spoken.chars.push(char);
    spoken.offsets.push(edit.start + at);
    if (found >= 0) at = Math.min(found + 1, edit.source.length - 1);
  }
}

function halfWidth(char: string): string {
  return /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05]/u.test(char)
    ? char.normalize('NFKC')
    : char;
}
