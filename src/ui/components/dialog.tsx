'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

/** A question over the page, asked while it is mounted. Escape and the buttons inside answer it by `onClose`. */
export function Dialog(props: { title: string; children: ReactNode; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <h2 id={title} className={styles.title}>
        {props.title}
      </h2>
      {props.children}
    </dialog>
  );
}

/** The answers, the one that is expected last. */
export function DialogActions(props: { children: ReactNode }) {
  return <div className={styles.actions}>{props.children}</div>;
}
