import type { SelectHTMLAttributes } from 'react';
import { Icon } from './icon.tsx';
import styles from './select.module.css';

export function Select(props: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={styles.frame}>
      <select {...props} className={styles.select} />
      <span className={styles.arrow}>
        <Icon name="chevron" size={16} />
      </span>
    </span>
  );
}
