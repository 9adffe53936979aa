import type { Voice } from '#/domain/voice.ts';
import { scriptLanguage } from './script-language.ts';

/** The first voice that speaks the language of the script, else the first at all; null while there are none. */
export function voiceForScript(
  script: string,
  voices: Voice[],
  pageLanguage: string,
): Voice | null {
  const wanted = scriptLanguage(script, primary(pageLanguage));
  return voices.find(({ language }) => primary(language) === wanted) ?? voices[0] ?? null;
}

function primary(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
