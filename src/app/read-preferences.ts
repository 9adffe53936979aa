import { cookies, headers } from 'next/headers';
import { chooseLanguage, LANGUAGE_COOKIE, THEME_COOKIE } from '#/ui/preferences.ts';

/** What this visitor chose before, or what their browser asks for. */
export async function readPreferences() {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return {
    language: chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, sent.get('accept-language')),
    theme: jar.get(THEME_COOKIE)?.value,
  };
}
