'use client';

import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';
import styles from './dialog.module.css';
import { Dialog } from './dialog.tsx';

/** Deletes after one question. */
export function RemoveButton(props: { count: number; pending: boolean; onRemove: () => void }) {
  const words = useMessages().library;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button disabled={props.pending} onClick={() => setAsked(true)}>
        <Icon name="trash" />
        {words.remove}
      </Button>
      {asked ? (
        <Dialog title={words.removeQuestion(props.count)} onClose={() => setAsked(false)}>
          <p className={styles.quiet}>{words.removeMeaning}</p>
          <div className={styles.actions}>
            <Button onClick={() => setAsked(false)}>{words.keepThem}</Button>
            <Button
              kind="primary"
              onClick={() => {
                setAsked(false);
                props.onRemove();
              }}
            >
              {words.remove}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
