import type { ReactNode } from 'react';
import styles from './system.module.css';

/** A question of the page and its answer. */
export function Section(props: { id: string; title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-labelledby={props.id}>
      <h2 id={props.id} className={styles.question}>
        {props.title}
      </h2>
      <div className={styles.answer}>{props.children}</div>
    </section>
  );
}

/** A number and what it counts. */
export function Figure(props: { value: string; of: string; tone?: 'bad' }) {
  return (
    <p className={styles.figure}>
      <span className={props.tone === 'bad' ? styles.badNumber : styles.number}>{props.value}</span>{' '}
      <span className={styles.of}>{props.of}</span>
    </p>
  );
}

/** What to type into a terminal. */
export function Command(props: { children: string }) {
  return (
    <code className={styles.command} translate="no">
      {props.children}
    </code>
  );
}
