'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Logo } from '../components/logo.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useLanguage } from '../language.tsx';
import { type Language, preferenceCookie, THEME_COOKIE, type Theme } from '../preferences.ts';
import { PlaceLinks } from './place-links.tsx';
import styles from './shell.module.css';

/** Names of languages are in themselves, so that everyone finds their own. */
const LANGUAGE_NAMES = [
  { value: 'en', label: <span lang="en">EN</span> },
  { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
] satisfies { value: Language; label: unknown }[];

export function TopBar(props: { theme: Theme }) {
  const { language, messages, setLanguage } = useLanguage();
  return (
    <header className={styles.bar}>
      <a className={styles.skip} href="#page">
        {messages.shell.skip}
      </a>
      <Link className={styles.home} href="/studio" aria-label={messages.shell.home}>
        <Logo />
      </Link>
      <PlaceLinks at="top" />
      <div className={styles.tools}>
        <ThemeSwitch initial={props.theme} />
        <Segmented<Language>
          label={messages.shell.language}
          hideLabel
          value={language}
          segments={LANGUAGE_NAMES}
          onChange={setLanguage}
        />
      </div>
    </header>
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
