'use client';

import type { Week } from '#/domain/system.ts';
import { amount, weekday } from '../amounts.ts';
import { useLanguage } from '../language.tsx';
import styles from './week.module.css';

const HEIGHT = 88;
/** Failures stand on top of what was made. */
const GAP = 2;

/** Seven days of videos, with what failed on top. */
export function WeekBars(props: { days: Week['days'] }) {
  const { language, messages } = useLanguage();
  const words = messages.system.week;
  const most = Math.max(1, ...props.days.map(({ videos, failed }) => videos + failed));
  return (
    <ul className={styles.bars} aria-label={words.chart}>
      {props.days.map(({ date, videos, failed }) => {
        const made = Math.max(1, (videos / most) * HEIGHT);
        const lost = failed === 0 ? 0 : Math.max(3, (failed / most) * HEIGHT - GAP);
        const high = made + (failed === 0 ? 0 : GAP + lost);
        return (
          <li
            key={date}
            className={styles.day}
            aria-label={words.day(weekday(date, language), videos, failed)}
          >
            <span aria-hidden="true" className={styles.dayCount}>
              {videos > 0 ? amount(videos, language) : ''}
            </span>
            <svg aria-hidden="true" className={styles.bar} height={high}>
              <rect className={styles.barMade} width="100%" y={high - made} height={made} rx="3" />
              <rect className={styles.barFailed} width="100%" height={lost} rx="3" />
            </svg>
            <span aria-hidden="true" className={styles.dayName}>
              {weekday(date, language)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
