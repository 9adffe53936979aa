'use client';

import { Button, ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import styles from './studio.module.css';

/** What concerns the whole page, above it, and only while it does. */
export function StudioNotices(props: {
  locked: boolean;
  lost: boolean;
  refused: boolean;
  onForgive: () => void;
}) {
  const { locked, connection, drop, dismiss } = useMessages();
  if (!props.locked && !props.lost && !props.refused) return null;
  return (
    <div className={styles.notices}>
      {props.locked ? (
        <Notice
          tone="warn"
          title={locked.title}
          action={<ButtonLink href="/docs">{locked.link}</ButtonLink>}
        >
          {locked.body}
        </Notice>
      ) : null}
      {props.lost ? <Notice tone="warn">{connection.lost}</Notice> : null}
      {props.refused ? (
        <Notice tone="bad" action={<Button onClick={props.onForgive}>{dismiss}</Button>}>
          {drop.neither}
        </Notice>
      ) : null}
    </div>
  );
}
