'use client';

import { useRef, useState } from 'react';
import type { CreatedKey } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import styles from './keys.module.css';

/** The only sight of a secret; it leaves with the dialog. */
export function ShowSecret(props: { of: CreatedKey; onClose: () => void }) {
  const { secret: words } = useMessages().keys;
  const field = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.querySelector('input')?.select();
    setCopied(await copyText(props.of.secret));
  };
  return (
    <Dialog title={words.title(props.of.name)} onClose={props.onClose}>
      <div ref={field}>
        <p>{words.body}</p>
        <Field label={words.label}>
          {({ id }) => (
            <TextField
              id={id}
              className={styles.secret}
              readOnly
              value={props.of.secret}
              onFocus={(event) => event.target.select()}
            />
          )}
        </Field>
        <p className="visually-hidden" role="status">
          {copied ? words.copied : ''}
        </p>
      </div>
      <DialogActions>
        <Button onClick={() => void copy()}>{copied ? words.copied : words.copy}</Button>
        <Button kind="primary" onClick={props.onClose}>
          {words.done}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** On plain HTTP browsers have no clipboard for pages: the selected text is then copied in the old way. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  return document.execCommand('copy');
}
