'use client';

import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useLanguage } from '../language.tsx';
import { type Language, preferenceCookie, THEME_COOKIE, type Theme } from '../preferences.ts';

/** Names of languages are in themselves, so that everyone finds their own. */
const LANGUAGE_NAMES = [
  { value: 'en', label: <span lang="en">EN</span> },
  { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
] satisfies { value: Language; label: unknown }[];

/** Light or dark, and the language: kept in cookies, so that the first paint is right. */
export function PreferencesTools(props: { theme: Theme }) {
  const { language, messages, setLanguage } = useLanguage();
  return (
    <>
      <ThemeSwitch initial={props.theme} />
      <Segmented<Language>
        label={messages.shell.language}
        hideLabel
        value={language}
        segments={LANGUAGE_NAMES}
        onChange={setLanguage}
      />
    </>
  );
}

function ThemeSwitch(props: { initial: Theme }) {
  const { messages } = useLanguage();
  const [theme, setTheme] = useState(props.initial);
  const other = theme === 'dark' ? 'light' : 'dark';
  const words = other === 'light' ? messages.shell.toLight : messages.shell.toDark;
  const change = () => {
    document.documentElement.dataset.theme = other;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    document.cookie = preferenceCookie(THEME_COOKIE, other);
    setTheme(other);
  };
  return (
    <Button kind="quiet" square aria-label={words} title={words} onClick={change}>
      <Icon name={other === 'light' ? 'sun' : 'moon'} />
    </Button>
  );
}
