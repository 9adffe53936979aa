'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Logo } from '../components/logo.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import { PreferencesTools } from '../shell/preferences-tools.tsx';
import styles from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';

/** The door. @param isOperator the browser runs on the machine itself, so that one click is enough */
export function SignIn(props: { isOperator: boolean }) {
  const { signIn: words, errors } = useMessages();
  const { busy, problem, signIn } = useSignIn();
  return (
    <div className={styles.door}>
      <header className={styles.tools}>
        <PreferencesTools />
      </header>
      <main className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{words.title}</h1>
        {problem ? (
          <Notice tone="bad">
            {problem === 'unauthorized' || problem === 'validation_failed'
              ? words.wrongKey
              : errors[problem]}
          </Notice>
        ) : null}
        {props.isOperator ? (
          <div className={styles.operator}>
            <Button
              kind="primary"
              wide
              disabled={busy}
              onClick={() => void signIn({ operator: true })}
            >
              {busy ? words.busy : words.operator}
            </Button>
            <p className={styles.hint}>{words.operatorHint}</p>
          </div>
        ) : null}
        <KeyForm second={props.isOperator} busy={busy} onKey={(key) => void signIn({ key })} />
      </main>
    </div>
  );
}

function KeyForm(props: { second: boolean; busy: boolean; onKey: (key: string) => void }) {
  const words = useMessages().signIn;
  const [key, setKey] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== '') props.onKey(key);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {props.second ? <h2 className={styles.or}>{words.withKey}</h2> : null}
      <Field label={words.key} hint={words.keyHint}>
        {({ id, hintId }) => (
          <TextField
            id={id}
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-describedby={hintId}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        kind={props.second ? 'secondary' : 'primary'}
        wide
        disabled={props.busy || key.trim() === ''}
      >
        {words.submit}
      </Button>
    </form>
  );
}
