import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

export type NoticeTone = 'info' | 'warn' | 'bad';

const ICONS: Record<NoticeTone, IconName> = { info: 'info', warn: 'alert', bad: 'alert' };

/** What happened, what it means, and at most one thing to do. Read out when it appears. */
export function Notice(props: {
  tone: NoticeTone;
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div
      className={classNames(styles.notice, styles[props.tone])}
      role={props.tone === 'bad' ? 'alert' : 'status'}
    >
      <span className={styles.icon}>
        <Icon name={ICONS[props.tone]} />
      </span>
      <div className={styles.words}>
        {props.title ? <p className={styles.title}>{props.title}</p> : null}
        <p>{props.children}</p>
      </div>
      {props.action ? <div className={styles.action}>{props.action}</div> : null}
    </div>
  );
}
