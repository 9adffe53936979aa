import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

/** A label over its control, and what helps with it; the control takes the ids. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  children: (ids: { id: string; hintId: string | undefined }) => ReactNode;
}) {
  const id = useId();
  const hintId = props.hint ? `${id}-hint` : undefined;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {props.label}
      </label>
      {props.children({ id, hintId })}
      {props.hint ? (
        <p className={styles.hint} id={hintId}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
}
