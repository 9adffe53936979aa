import { classNames } from './class-names.ts';
import styles from './progress-bar.module.css';

/** `value` 0..1; null while nothing is known about how far it is. */
export function ProgressBar(props: { label: string; value: number | null; text?: string }) {
  const { value } = props;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.floor(value * 100)}
      aria-valuetext={props.text}
    >
      <div
        className={classNames(styles.bar, value === null && styles.unknown)}
        style={value === null ? undefined : { transform: `scaleX(${value})` }}
      />
    </div>
  );
}
