import styles from './logo.module.css';

/** One stroke: round the lips, then along the sound between them. */
const STROKE =
  'M3 16C7.5 10.5 10 7.5 12.6 7.5C14.2 7.5 14.9 8.8 16 8.8C17.1 8.8 17.8 7.5 19.4 7.5C22 7.5 24.5 10.5 29 16C25 22 21 25.5 16 25.5C11 25.5 7 22 3 16C6 16 8 16 9.5 16C11.2 16 11 12.8 12.6 12.8C14.6 12.8 14.2 20 16 20C17.8 20 17.4 12.8 19.4 12.8C21 12.8 20.8 16 22.5 16';

export function Logo() {
  return (
    <span className={styles.logo}>
      <svg
        aria-hidden="true"
        width="28"
        height="28"
        viewBox="0 0 32 32"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={STROKE} />
      </svg>
      <span translate="no">mouthpiece</span>
    </span>
  );
}
