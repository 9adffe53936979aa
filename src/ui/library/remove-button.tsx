'use client';

import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';

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
          <p>{words.removeMeaning(props.count)}</p>
          <DialogActions>
            <Button onClick={() => setAsked(false)}>{words.keepThem}</Button>
            <Button
              onClick={() => {
                setAsked(false);
                props.onRemove();
              }}
            >
              <Icon name="trash" />
              {words.remove}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </>
  );
}
