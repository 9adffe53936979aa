import type { TextareaHTMLAttributes } from 'react';
import styles from './text-area.module.css';

export function TextArea(props: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea {...props} className={styles.area} />;
}
