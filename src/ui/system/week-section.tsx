'use client';

import type { System } from '#/domain/system.ts';
import { amount, timeSpan } from '../amounts.ts';
import { ButtonLink } from '../components/button.tsx';
import { useLanguage } from '../language.tsx';
import { Figure, Section } from './section.tsx';
import styles from './system.module.css';
import weekStyles from './week.module.css';
import { WeekBars } from './week-bars.tsx';

/** What was made this week, how long it took, and what went wrong. */
export function WeekSection(props: { system: System }) {
  const { week, scope } = props.system;
  const { language, messages } = useLanguage();
  const words = messages.system.week;
  const isEmpty = week.videos + week.recordings + week.failed === 0;
  return (
    <Section id="system-week" title={scope === 'own' ? words.own : words.title}>
      {isEmpty ? (
        <div className={weekStyles.empty}>
          <p className={styles.quietWords}>{words.nothing}</p>
          <ButtonLink href="/studio">{words.create}</ButtonLink>
        </div>
      ) : (
        <>
          <div className={styles.figures}>
            <Figure value={amount(week.videos, language)} of={words.videos(week.videos)} />
            <Figure value={amount(week.minutes, language)} of={words.minutes(week.minutes)} />
            <Figure
              value={amount(week.recordings, language)}
              of={words.recordings(week.recordings)}
            />
            {week.failed > 0 ? (
              <Figure value={amount(week.failed, language)} of={words.failed} tone="bad" />
            ) : null}
          </div>
          <WeekBars days={week.days} />
          <Durations system={props.system} />
          <Failures system={props.system} />
        </>
      )}
    </Section>
  );
}

function Durations(props: { system: System }) {
  const { wait_seconds: wait, work_seconds: work } = props.system.week;
  const { language, messages } = useLanguage();
  const words = messages.system.week;
  if (wait.p50 === null && work.p50 === null) return null;
  const show = (seconds: number | null) => (seconds === null ? '–' : timeSpan(seconds, language));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{words.usual}</th>
          <th scope="col">{words.slow}</th>
        </tr>
      </thead>
      <tbody>
        {[
          { title: words.wait, ...wait },
          { title: words.work, ...work },
        ].map(({ title, p50, p95 }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{show(p50)}</td>
            <td>{show(p95)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Failures(props: { system: System }) {
  const { failures } = props.system.week;
  const { language, messages } = useLanguage();
  const words = messages.system.week;
  if (failures.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{words.failures}</caption>
      <tbody>
        {failures.map(({ code, tasks }) => (
          <tr key={code}>
            <th scope="row">{words.codes[code] ?? code}</th>
            <td>{amount(tasks, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
