'use client';

import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useLanguage } from '../language.tsx';
import type { Language } from '../preferences.ts';
import { useTheme } from '../theme.tsx';

/** Names of languages are in themselves, so that everyone finds their own. */
const LANGUAGE_NAMES = [
  { value: 'en', label: <span lang="en">EN</span> },
  { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
] satisfies { value: Language; label: unknown }[];

/** Light or dark, and the language: kept in cookies, so that the first paint is right. */
export function PreferencesTools() {
  const { language, messages, setLanguage } = useLanguage();
  return (
    <>
      <ThemeSwitch />
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

function ThemeSwitch() {
  const { messages } = useLanguage();
  const { theme, setTheme } = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  const words = other === 'light' ? messages.shell.toLight : messages.shell.toDark;
  return (
    <Button kind="quiet" square aria-label={words} title={words} onClick={() => setTheme(other)}>
      <Icon name={other === 'light' ? 'sun' : 'moon'} />
    </Button>
  );
}
