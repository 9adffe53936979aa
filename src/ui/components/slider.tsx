import { useId } from 'react';
import styles from './slider.module.css';

/** A value from 0 to 1 in steps of a twentieth, shown as words at both ends. */
export function Slider(props: {
  label: string;
  ends: [string, string];
  value: number;
  text: string;
  disabled?: boolean;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <div className={styles.head}>
        <label htmlFor={id}>{props.label}</label>
        <output htmlFor={id}>{props.text}</output>
      </div>
      <input
        id={id}
        className={styles.range}
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(props.value * 100)}
        aria-valuetext={props.text}
        disabled={props.disabled}
        onChange={(event) => props.onChange(Number(event.target.value) / 100)}
      />
      <div className={styles.ends} aria-hidden="true">
        <span>{props.ends[0]}</span>
        <span>{props.ends[1]}</span>
      </div>
    </div>
  );
}
