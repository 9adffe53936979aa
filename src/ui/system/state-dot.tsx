import { classNames } from '../components/class-names.ts';
import styles from './state-dot.module.css';

export type StateTone = 'good' | 'warn' | 'bad' | 'quiet';

/** The colour of a state; the words beside it say it too. A ring where something is wrong, for those who see no colour. */
export function StateDot(props: { tone: StateTone; large?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.dot, styles[props.tone], props.large && styles.large)}
    />
  );
}
