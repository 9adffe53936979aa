import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './segmented.module.css';

type Segment<T extends string> = { value: T; label: ReactNode };

/** One of a few, all in sight. Native radio buttons: arrow keys move, the group has a name. */
export function Segmented<T extends string>(props: {
  label: string;
  hideLabel?: boolean;
  value: T;
  segments: Segment<T>[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={classNames(styles.legend, props.hideLabel && 'visually-hidden')}>
        {props.label}
      </legend>
      <div className={styles.track}>
        {props.segments.map(({ value, label }) => (
          <label key={value} className={styles.segment}>
            <input
              className="visually-hidden"
              type="radio"
              name={name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span className={styles.text}>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
