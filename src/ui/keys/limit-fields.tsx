'use client';

import { Field } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMessages } from '../language.tsx';
import styles from './keys.module.css';
import { LIMITS, type LimitsDraft } from './limits-draft.ts';

/** What a key may at most, where that differs from the installation. */
export function LimitFields(props: { draft: LimitsDraft; onChange: (draft: LimitsDraft) => void }) {
  const { form } = useMessages().keys;
  const { draft, onChange } = props;
  return (
    <>
      <p className={styles.quiet}>{form.limitsHint}</p>
      <div className={styles.limitFields}>
        {LIMITS.map((limit) => (
          <Field key={limit} label={form.limitNames[limit]}>
            {({ id }) => (
              <TextField
                id={id}
                type="number"
                inputMode="decimal"
                min={limit === 'stored_bytes' ? '0.001' : '1'}
                step={limit === 'stored_bytes' ? 'any' : '1'}
                value={draft[limit]}
                onChange={(event) => onChange({ ...draft, [limit]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  );
}
