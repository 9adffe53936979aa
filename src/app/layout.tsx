import '@fontsource-variable/inter/wght.css';
import '#/ui/tokens.css';
import '#/ui/base.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { LanguageProvider } from '#/ui/language.tsx';
import { ThemedDocument } from '#/ui/theme.tsx';
import { readPreferences } from './read-preferences.ts';

export const metadata: Metadata = {
  title: 'mouthpiece',
  icons: { icon: '/icons/mark.svg', apple: '/icons/mark-180.png' },
  referrer: 'same-origin',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' };

export default async function Layout(props: { children: ReactNode }) {
  const { language, theme } = await readPreferences();
  return (
    <ThemedDocument lang={language} chosen={theme}>
      <LanguageProvider initial={language}>{props.children}</LanguageProvider>
    </ThemedDocument>
  );
}
