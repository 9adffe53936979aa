'use client';

import type { Key } from '#/domain/key.ts';
import type { UsageDay } from '#/domain/usage.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { useLanguage } from '../language.tsx';
import { dayWords, endOf, limitWords, mayOf, timeWords } from './key-words.ts';
import styles from './keys.module.css';
import { UsageBars } from './usage-bars.tsx';
import type { Question } from './use-keys.ts';

export function KeyRow(props: {
  of: Key;
  days: UsageDay[];
  range: { from: string; to: string } | undefined;
  onAsk: (question: Question) => void;
}) {
  const { of: key, onAsk } = props;
  const { keys: words } = useLanguage().messages;
  const ended = endOf(key, Date.now());
  return (
    <li className={classNames(styles.row, ended && styles.ended)}>
      <KeyName of={key} />
      <KeyState of={key} />
      {props.range ? <UsageBars name={key.name} days={props.days} range={props.range} /> : <span />}
      <fieldset className={styles.actions} aria-label={words.actionsOf(key.name)}>
        {ended ? null : (
          <Button kind="quiet" onClick={() => onAsk({ about: 'callbacks', key })}>
            {words.callbacks.open}
          </Button>
        )}
        {key.built_in || ended ? null : (
          <>
            <Button kind="quiet" onClick={() => onAsk({ about: 'edit', key })}>
              {words.edit}
            </Button>
            <Button kind="quiet" onClick={() => onAsk({ about: 'rotate', key })}>
              {words.rotate}
            </Button>
            <Button kind="quiet" onClick={() => onAsk({ about: 'revoke', key })}>
              {words.revoke}
            </Button>
          </>
        )}
      </fieldset>
    </li>
  );
}

function KeyName(props: { of: Key }) {
  const { keys: words } = useLanguage().messages;
  const { name, prefix, built_in: builtIn } = props.of;
  return (
    <div>
      <h2 className={styles.name}>{name}</h2>
      <p className={styles.quiet}>
        {prefix === '' ? null : <code className={styles.prefix}>{words.prefix(prefix)}</code>}
        {builtIn ? <span>{words.builtIn}</span> : null}
      </p>
    </div>
  );
}

/** What it may, until when, within which limits, and whether anyone uses it. */
function KeyState(props: { of: Key }) {
  const { language, messages } = useLanguage();
  const { keys: words } = messages;
  const key = props.of;
  const ended = endOf(key, Date.now());
  const day = (time: string | null) => dayWords(language, time ?? '');
  const rotating =
    key.previous_expires_at !== null && Date.parse(key.previous_expires_at) > Date.now();
  const life = () => {
    if (ended === 'revoked') return [words.revoked(day(key.revoked_at))];
    if (ended === 'expired') return [words.expired(day(key.expires_at))];
    return key.expires_at ? [words.expires(day(key.expires_at))] : [];
  };
  const used = key.last_used_at ? words.used(timeWords(language, key.last_used_at)) : words.unused;
  return (
    <div>
      <p>{[words.may[mayOf(key)], ...life()].join(' · ')}</p>
      <p className={styles.quiet}>{[used, ...limitWords(key, words, language)].join(' · ')}</p>
      {rotating && !ended ? (
        <p className={styles.warn}>
          {words.rotating(timeWords(language, key.previous_expires_at ?? ''))}
        </p>
      ) : null}
    </div>
  );
}
