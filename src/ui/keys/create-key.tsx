'use client';

import { type FormEvent, useState } from 'react';
import type { CreateKeyInput, Scope } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { Select } from '../components/select.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import type { ProblemCode } from '../problem-code.ts';
import styles from './keys.module.css';
import { LimitFields } from './limit-fields.tsx';
import { type LimitsDraft, limitsDraft, toLimits } from './limits-draft.ts';

const DAY_MS = 86_400_000;
const LIFETIMES = { never: null, month: 30, quarter: 90, year: 365 } as const;
const SCOPES = { read: ['read'], create: ['read', 'create'], admin: ['admin'] } as const;

type Draft = {
  name: string;
  may: keyof typeof SCOPES;
  lifetime: keyof typeof LIFETIMES;
  limits: LimitsDraft;
};
const BLANK: Draft = {
  name: '',
  may: 'create',
  lifetime: 'never',
  limits: limitsDraft({}),
};

export function CreateKey(props: {
  busy: boolean;
  problem: ProblemCode | null;
  onCreate: (key: CreateKeyInput) => void;
  onClose: () => void;
}) {
  const { keys: words, errors } = useMessages();
  const [draft, setDraft] = useState(BLANK);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onCreate(toKey(draft));
  };
  return (
    <Dialog title={words.form.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        {props.problem ? <Notice tone="bad">{errors[props.problem]}</Notice> : null}
        <Field label={words.form.name} hint={words.form.nameHint}>
          {({ id, hintId }) => (
            <TextField
              id={id}
              aria-describedby={hintId}
              required
              maxLength={100}
              autoComplete="off"
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Rights draft={draft} onChange={change} />
        <details className={styles.limits}>
          <summary>{words.form.limits}</summary>
          <LimitFields draft={draft.limits} onChange={(limits) => change({ limits })} />
        </details>
        <DialogActions>
          <Button onClick={props.onClose}>{words.cancel}</Button>
          <Button type="submit" kind="primary" disabled={props.busy || draft.name.trim() === ''}>
            {props.busy ? words.form.busy : words.form.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type PartProps = { draft: Draft; onChange: (part: Partial<Draft>) => void };

function Rights({ draft, onChange }: PartProps) {
  const { form } = useMessages().keys;
  return (
    <>
      <Field label={form.may} hint={draft.may === 'admin' ? form.adminHint : undefined}>
        {({ id, hintId }) => (
          <Select
            id={id}
            aria-describedby={hintId}
            value={draft.may}
            onChange={(event) => onChange({ may: event.target.value as Draft['may'] })}
          >
            <option value="create">{form.scopes.create}</option>
            <option value="read">{form.scopes.read}</option>
            <option value="admin">{form.scopes.admin}</option>
          </Select>
        )}
      </Field>
      <Field label={form.expires}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.lifetime}
            onChange={(event) => onChange({ lifetime: event.target.value as Draft['lifetime'] })}
          >
            {Object.keys(LIFETIMES).map((lifetime) => (
              <option key={lifetime} value={lifetime}>
                {form.lifetimes[lifetime as Draft['lifetime']]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}

function toKey(draft: Draft): CreateKeyInput {
  const days = LIFETIMES[draft.lifetime];
  return {
    name: draft.name.trim(),
    scopes: [...SCOPES[draft.may]] satisfies Scope[],
    ...(days !== null && { expires_at: new Date(Date.now() + days * DAY_MS).toISOString() }),
    limits: toLimits(draft.limits),
  };
}
