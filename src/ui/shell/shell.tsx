'use client';

import type { ReactNode } from 'react';
import type { Visitor } from '#/domain/session.ts';
import { PlaceLinks } from './place-links.tsx';
import { SessionNotice } from './session-notice.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { VisitorProvider } from './visitor.tsx';

/**
 * The bar above every place, and `main` around the page itself: pages bring an `h1` but no `main` of their own.
 * `--bar` and `--bar-bottom` are the heights that stay taken at the top and, on phones, at the bottom.
 */
export function Shell(props: { visitor: Visitor | null; children: ReactNode }) {
  return (
    <VisitorProvider visitor={props.visitor}>
      <div className={styles.shell}>
        <TopBar visitor={props.visitor} />
        <main id="page" className={styles.page} tabIndex={-1}>
          <SessionNotice />
          {props.children}
        </main>
        <PlaceLinks at="bottom" />
      </div>
    </VisitorProvider>
  );
}
