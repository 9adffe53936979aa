'use client';

import Link from 'next/link';
import type { Visitor } from '#/domain/session.ts';
import { Logo } from '../components/logo.tsx';
import { useMessages } from '../language.tsx';
import { UploadTray } from '../uploads/upload-tray.tsx';
import { PlaceLinks } from './place-links.tsx';
import { PreferencesTools } from './preferences-tools.tsx';
import styles from './shell.module.css';
import { SignOut } from './sign-out.tsx';

export function TopBar(props: { visitor: Visitor | null }) {
  const { shell } = useMessages();
  return (
    <header className={styles.bar}>
      <a className={styles.skip} href="#page">
        {shell.skip}
      </a>
      <Link className={styles.home} href="/studio" aria-label={shell.home}>
        <Logo />
      </Link>
      <PlaceLinks at="top" />
      <div className={styles.tools}>
        <UploadTray />
        <PreferencesTools />
        {props.visitor ? <SignOut visitor={props.visitor} /> : null}
      </div>
    </header>
  );
}
