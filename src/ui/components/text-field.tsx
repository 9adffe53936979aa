import type { InputHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

/** One line of text, or a number, date or secret. */
export function TextField(props: InputHTMLAttributes<HTMLInputElement>) {
  const { className, ...rest } = props;
  return <input className={classNames(styles.input, className)} {...rest} />;
}
