import { Skeleton } from '../components/skeleton.tsx';
import styles from './tasks.module.css';

/** Holds the place of a row that is on its way. */
export function RowSkeleton() {
  return (
    <div className={styles.waiting}>
      <Skeleton className={styles.waitingPicture} />
      <Skeleton className={styles.waitingName} />
      <Skeleton className={styles.waitingState} />
    </div>
  );
}
