'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import type { useLibraryActions } from './use-library-actions.ts';

/** Asks for an address; done once the server has promised to fetch it, with the asset it becomes. */
export function ImportDialog(props: {
  bring: ReturnType<typeof useLibraryActions>['bring'];
  onDone: (id: string | null) => void;
}) {
  const { bring, onDone } = props;
  const { library: words, errors } = useMessages();
  const [url, setUrl] = useState('');
  const close = () => {
    bring.reset();
    onDone(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() === '') return;
    bring.mutate({ url: url.trim() }, { onSuccess: ({ id }) => onDone(id) });
  };
  return (
    <Dialog title={words.importTitle} onClose={close}>
      <form onSubmit={submit}>
        <Field label={words.importAddress} hint={words.importHint}>
          {({ id, hintId }) => (
            <TextField
              id={id}
              aria-describedby={hintId}
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              maxLength={2_048}
              required
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        {bring.isError ? <Notice tone="bad">{errors[problemCode(bring.error)]}</Notice> : null}
        <DialogActions>
          <Button onClick={close}>{words.cancel}</Button>
          <Button kind="primary" type="submit" disabled={bring.isPending}>
            {bring.isPending ? words.importing : words.importStart}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
