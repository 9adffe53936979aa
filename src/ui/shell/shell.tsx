'use client';

import type { ReactNode } from 'react';
import type { Theme } from '../preferences.ts';
import { PlaceLinks } from './place-links.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';

/**
 * The bar above every place, and `main` around the page itself: pages bring an `h1` but no `main` of their own.
 * `--bar` and `--bar-bottom` are the heights that stay taken at the top and, on phones, at the bottom.
 */
export function Shell(props: { theme: Theme; children: ReactNode }) {
  return (
    <div className={styles.shell}>
      <TopBar theme={props.theme} />
      <main id="page" className={styles.page} tabIndex={-1}>
        {props.children}
      </main>
      <PlaceLinks at="bottom" />
    </div>
  );
}
