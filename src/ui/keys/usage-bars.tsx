'use client';

import type { UsageDay } from '#/domain/usage.ts';
import { clock, fileSize } from '../amounts.ts';
import { useLanguage } from '../language.tsx';
import styles from './keys.module.css';

const DAY_MS = 86_400_000;
const HEIGHT = 28;
const STEP = 5;
const BAR = 4;

/** A bar for each day: tasks made, the failed ones at its foot. Words say the sums. */
export function UsageBars(props: {
  name: string;
  days: UsageDay[];
  range: { from: string; to: string };
}) {
  const { language, messages } = useLanguage();
  const { usage } = messages.keys;
  const { days, range } = props;
  const number = new Intl.NumberFormat(language);
  const sum = (of: 'tasks' | 'failed' | 'output_seconds') =>
    days.reduce((total, day) => total + day[of], 0);
  const stored = days.at(-1)?.stored_bytes ?? 0;
  const [tasks, failed] = [sum('tasks'), sum('failed')];
  const words = [
    tasks > 0 ? usage.tasks(tasks, number.format(tasks)) : usage.none,
    ...(failed > 0 ? [usage.failed(number.format(failed))] : []),
    ...(sum('output_seconds') > 0 ? [usage.output(clock(sum('output_seconds')))] : []),
    ...(stored > 0 ? [usage.stored(fileSize(stored, language))] : []),
  ];
  return (
    <div className={styles.usage}>
      {tasks > 0 ? <Bars label={usage.label(props.name)} days={days} range={range} /> : null}
      <p className={styles.quiet}>{words.join(' · ')}</p>
    </div>
  );
}

function Bars(props: { label: string; days: UsageDay[]; range: { from: string; to: string } }) {
  const first = Date.parse(props.range.from);
  const count = Math.round((Date.parse(props.range.to) - first) / DAY_MS) + 1;
  const most = Math.max(1, ...props.days.map(({ tasks }) => tasks));
  const height = (value: number) => (value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT));
  return (
    <svg
      role="img"
      aria-label={props.label}
      className={styles.bars}
      width={count * STEP}
      height={HEIGHT}
    >
      <rect className={styles.floor} x="0" y={HEIGHT - 1} width={count * STEP} height="1" />
      {props.days.map(({ day, tasks, failed }) => {
        const x = Math.round((Date.parse(day) - first) / DAY_MS) * STEP;
        return (
          <g key={day}>
            <rect
              className={styles.made}
              x={x}
              y={HEIGHT - height(tasks)}
              width={BAR}
              height={height(tasks)}
            />
            <rect
              className={styles.failed}
              x={x}
              y={HEIGHT - height(failed)}
              width={BAR}
              height={height(failed)}
            />
          </g>
        );
      })}
    </svg>
  );
}
