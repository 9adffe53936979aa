/** A voice as users name it (`voice:NAME`) and how espeak-ng makes it. */
export type EspeakVoice = {
  name: string;
  language: 'en' | 'zh';
  title: { en: string; 'zh-CN': string };
  gender: 'female' | 'male';
  /** espeak-ng voice and variant for text in Latin letters and for Han characters. */
  latin: string;
  han: string;
  /** Words a minute, as espeak-ng counts them. */
  rate: number;
  /** 0..100; 50 is the variant's own pitch. */
  pitch: number;
  /** Liveliness of the melody, 0..100; 50 is espeak-ng's own. */
  range: number;
};

export const ESPEAK_VOICES: readonly EspeakVoice[] = [
  {
    name: 'en',
    language: 'en',
    title: { en: 'English', 'zh-CN': '英语' },
    gender: 'female',
    latin: 'en-us+f2',
    han: 'cmn+f2',
    rate: 158,
    pitch: 46,
    range: 56,
  },
  {
    name: 'en-us-female',
    language: 'en',
    title: { en: 'American English, bright', 'zh-CN': '美式英语女声' },
    gender: 'female',
    latin: 'en-us+Annie',
    han: 'cmn+Annie',
    rate: 160,
    pitch: 48,
    range: 50,
  },
  {
    name: 'en-us-male',
    language: 'en',
    title: { en: 'American English, male', 'zh-CN': '美式英语男声' },
    gender: 'male',
    latin: 'en-us+m3',
    han: 'cmn+m3',
    rate: 156,
    pitch: 50,
    range: 58,
  },
  {
    name: 'en-gb-female',
    language: 'en',
    title: { en: 'British English, female', 'zh-CN': '英式英语女声' },
    gender: 'female',
    latin: 'en-gb-x-rp+f2',
    han: 'cmn+f2',
    rate: 156,
    pitch: 46,
    range: 56,
  },
  {
    name: 'en-gb-male',
    language: 'en',
    title: { en: 'British English, male', 'zh-CN': '英式英语男声' },
    gender: 'male',
    latin: 'en+m7',
    han: 'cmn+m7',
    rate: 156,
    pitch: 52,
    range: 58,
  },
  {
    name: 'zh',
    language: 'zh',
    title: { en: 'Mandarin', 'zh-CN': '普通话女声' },
    gender: 'female',
    latin: 'en-us+f2',
    han: 'cmn+f2',
    rate: 205,
    pitch: 46,
    range: 50,
  },
  {
    name: 'zh-male',
    language: 'zh',
    title: { en: 'Mandarin, male', 'zh-CN': '普通话男声' },
    gender: 'male',
    latin: 'en-us+m3',
    han: 'cmn+m3',
    rate: 205,
    pitch: 50,
    range: 50,
  },
];

/** The voice called `name`, with or without the `voice:` prefix, or null. */
export function findEspeakVoice(name: string): EspeakVoice | null {
  const bare = name.startsWith('voice:') ? name.slice('voice:'.length) : name;
  return ESPEAK_VOICES.find((voice) => voice.name === bare) ?? null;
}

/** The default voice for a text: `zh` when most of its letters are Han characters, else `en`. */
export function voiceForText(text: string): string {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latinWords = text.match(/(?:(?!\p{Script=Han})[\p{L}\p{M}])+/gu)?.length ?? 0;
  return han > latinWords ? 'zh' : 'en';
}
