'use client';

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import type { Messages } from './messages/en.ts';
import { MESSAGES } from './messages/messages.ts';
import { LANGUAGE_COOKIE, type Language, preferenceCookie } from './preferences.ts';

type Value = { language: Language; messages: Messages; setLanguage: (language: Language) => void };

const LanguageContext = createContext<Value | null>(null);

export function LanguageProvider(props: { initial: Language; children: ReactNode }) {
  const [language, setState] = useState(props.initial);
  const setLanguage = useCallback((next: Language) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    document.cookie = preferenceCookie(LANGUAGE_COOKIE, next);
    setState(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    // Two hundred rules of type for Chinese come after the first paint; browsers then load only the ranges in use.
    import('./chinese-type.css').catch(() => undefined);
  }, []);
  const value = useMemo(
    () => ({ language, messages: MESSAGES[language], setLanguage }),
    [language, setLanguage],
  );
  return <LanguageContext value={value}>{props.children}</LanguageContext>;
}

export function useLanguage(): Value {
  const value = use(LanguageContext);
  if (!value) throw new Error('useLanguage needs a LanguageProvider above it');
  return value;
}

export function useMessages(): Messages {
  return useLanguage().messages;
}
