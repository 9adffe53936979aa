import type { RefObject } from 'react';
import { Field } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import styles from './keys.module.css';

/** A secret to be read and copied; says aloud when it was copied. */
export function SecretField(props: {
  value: string;
  around: RefObject<HTMLDivElement | null>;
  copied: boolean;
}) {
  const { secret: words } = useMessages().keys;
  return (
    <div ref={props.around}>
      <Field label={words.label}>
        {({ id }) => (
          <TextField
            id={id}
            className={styles.secret}
            readOnly
            value={props.value}
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <p className="visually-hidden" role="status">
        {props.copied ? words.copied : ''}
      </p>
    </div>
  );
}
