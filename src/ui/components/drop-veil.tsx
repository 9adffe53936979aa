import styles from './drop-veil.module.css';

/** Lies over the page while files are dragged across it. */
export function DropVeil(props: { words: string }) {
  return (
    <div className={styles.veil} data-room="dark">
      <p>{props.words}</p>
    </div>
  );
}
