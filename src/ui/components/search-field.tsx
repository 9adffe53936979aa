'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { Icon } from './icon.tsx';
import styles from './search-field.module.css';

const TYPED_MS = 250;

/** Searches a moment after the last key. */
export function SearchField(props: {
  label: string;
  hint: string;
  text: string;
  onChange: (text: string) => void;
}) {
  const { text } = props;
  const onChange = useEffectEvent(props.onChange);
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <div className={styles.search}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.hint}
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </div>
  );
}
