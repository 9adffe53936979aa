'use client';

import { useMessages } from '../language.tsx';
import styles from './guides.module.css';

/** Over the picture: the part that every screen shows, and where captions and the AI label will stand. */
export function Guides(props: {
  /** Lines of the safe area and its middle. */
  areas: boolean;
  /** A line of captions as it will stand; null for none. */
  captions: string | null;
  label: boolean;
}) {
  const { stage } = useMessages();
  return (
    <span className={styles.guides} aria-hidden="true">
      {props.areas ? <span className={styles.area} /> : null}
      {props.areas && props.label ? <span className={styles.label}>{stage.label}</span> : null}
      {props.captions === null ? null : (
        <span className={styles.captions}>
          <span>{props.captions}</span>
        </span>
      )}
    </span>
  );
}
