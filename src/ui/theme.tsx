'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { preferenceCookie, THEME_COOKIE, type Theme, themeOf } from './preferences.ts';

type Value = { theme: Theme; setTheme: (theme: Theme) => void };

const ThemeContext = createContext<Value | null>(null);

/** The document, in the theme that someone chose or else in that of the room. */
export function ThemedDocument(props: {
  lang: string;
  chosen: string | undefined;
  children: ReactNode;
}) {
  const [chosen, setChosen] = useState(props.chosen);
  const theme = themeOf(usePathname(), chosen);
  const setTheme = useCallback((next: Theme) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    document.cookie = preferenceCookie(THEME_COOKIE, next);
    setChosen(next);
  }, []);
  const value = useMemo(() => ({ theme, setTheme }), [theme, setTheme]);
  return (
    <html lang={props.lang} data-theme={theme} data-scroll-behavior="smooth">
      <body>
        <ThemeContext value={value}>{props.children}</ThemeContext>
      </body>
    </html>
  );
}

export function useTheme(): Value {
  const value = use(ThemeContext);
  if (!value) throw new Error('useTheme needs a ThemedDocument above it');
  return value;
}
