import { classNames } from './class-names.ts';
import styles from './skeleton.module.css';

/** Holds the place of something at its true size; the size comes from `className`. */
export function Skeleton(props: { className?: string }) {
  return <span aria-hidden="true" className={classNames(styles.skeleton, props.className)} />;
}
