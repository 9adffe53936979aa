/** Languages that have a script of their own; the first match in this order wins over Latin. */
const SCRIPTS: [language: string, script: RegExp][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
];
const LATIN_WORDS = /[\p{Script=Latin}\p{M}'’]+/gu;

/** The primary language subtag a script is most likely written in; `fallback` for Latin letters and for nothing. */
export function scriptLanguage(script: string, fallback: string): string {
  const latin = count(script, LATIN_WORDS);
  const counts = SCRIPTS.map(([language, letters]) => ({ language, n: count(script, letters) }));
  const kana = counts.find(({ language }) => language === 'ja');
  // Japanese is mostly Han characters; a few kana tell it from Chinese.
  if (kana && kana.n > 0 && kana.n * 8 > count(script, /\p{Script=Han}/gu)) return 'ja';
  const most = counts.reduce((best, each) => (each.n > best.n ? each : best));
  return most.n > latin ? most.language : fallback;
}

/** How long a script takes to speak, in seconds, from the usual pace of its words and syllables. */
export function estimateSpeechS(script: string): number {
  const words = count(script, LATIN_WORDS);
  const syllables = count(script, /[\p{Script=Han}\p{Script=Hangul}]/gu);
  const kana = count(script, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const others = count(
    script,
    /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Greek}\p{Script=Devanagari}]/gu,
  );
  const pauses = count(script, /[.!?;:。！？；：…]+(?=\s|$|[^\s.])/gu);
  return words / 2.6 + syllables / 4.3 + kana / 7 + others / 13 + pauses * 0.35;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
