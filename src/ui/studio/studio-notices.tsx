'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import styles from './studio.module.css';

/** What concerns the whole page, above it, and only while it does. */
export function StudioNotices(props: { lost: boolean; refused: boolean; onForgive: () => void }) {
  const { connection, drop, dismiss } = useMessages();
  if (!props.lost && !props.refused) return null;
  return (
    <div className={styles.notices}>
      {props.lost ? <Notice tone="warn">{connection.lost}</Notice> : null}
      {props.refused ? (
        <Notice tone="bad" action={<Button onClick={props.onForgive}>{dismiss}</Button>}>
          {drop.neither}
        </Notice>
      ) : null}
    </div>
  );
}
