export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

export const LANGUAGE_COOKIE = 'mouthpiece_language';
export const THEME_COOKIE = 'mouthpiece_theme';

const YEAR_S = 31_536_000;

/** The stored choice, else the first language of an Accept-Language header that the product speaks, else English. */
export function chooseLanguage(stored: string | undefined, accepted: string | null): Language {
  const chosen = LANGUAGES.find((language) => language === stored);
  if (chosen) return chosen;
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (/^zh\b/.test(tag)) return 'zh-CN';
    if (/^en\b/.test(tag)) return 'en';
  }
  return 'en';
}

const ROOMS_WITH_PICTURES = ['/studio', '/studio/tasks', '/studio/library'];

/** Rooms with pictures are dark, all others light, unless someone chose. */
export function themeOf(path: string, chosen: string | undefined): Theme {
  const usual = ROOMS_WITH_PICTURES.includes(path) ? 'dark' : 'light';
  return THEMES.find((theme) => theme === chosen) ?? usual;
}

export function preferenceCookie(name: string, value: string): string {
  return `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
