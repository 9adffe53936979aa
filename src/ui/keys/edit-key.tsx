'use client';

import { type FormEvent, useState } from 'react';
import type { Key, UpdateKey } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import type { ProblemCode } from '../problem-code.ts';
import { LimitFields } from './limit-fields.tsx';
import { limitsDraft, toLimits } from './limits-draft.ts';

/** The name of a key and what it may at most; its secret and what it made stay as they are. */
export function EditKey(props: {
  of: Key;
  busy: boolean;
  problem: ProblemCode | null;
  onChange: (change: UpdateKey & { id: string }) => void;
  onClose: () => void;
}) {
  const { keys: words, errors } = useMessages();
  const { id, name: before, limits: set } = props.of;
  const [name, setName] = useState(before);
  const [limits, setLimits] = useState(() => limitsDraft(set));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onChange({ id, name: name.trim(), limits: toLimits(limits) });
  };
  return (
    <Dialog title={words.edition.title(before)} onClose={props.onClose}>
      <form onSubmit={submit}>
        {props.problem ? <Notice tone="bad">{errors[props.problem]}</Notice> : null}
        <Field label={words.form.name}>
          {({ id: field }) => (
            <TextField
              id={field}
              required
              maxLength={100}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <LimitFields draft={limits} onChange={setLimits} />
        <DialogActions>
          <Button onClick={props.onClose}>{words.cancel}</Button>
          <Button type="submit" kind="primary" disabled={props.busy || name.trim() === ''}>
            {words.edition.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
