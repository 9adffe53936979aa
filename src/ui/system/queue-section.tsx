'use client';

import type { System, WaitReason } from '#/domain/system.ts';
import { amount, timeSpan } from '../amounts.ts';
import { useLanguage } from '../language.tsx';
import { Figure, Section } from './section.tsx';
import { StateDot, type StateTone } from './state-dot.tsx';
import styles from './system.module.css';

const TONES: Record<WaitReason, StateTone> = {
  no_worker: 'bad',
  no_engine: 'bad',
  workers_draining: 'warn',
  pause_before_retry: 'warn',
  slots_busy: 'quiet',
  key_at_limit: 'quiet',
  checking_inputs: 'quiet',
  starting: 'quiet',
};

/** What is waiting, and why. */
export function QueueSection(props: { system: System }) {
  const { queue, scope } = props.system;
  const { language, messages } = useLanguage();
  const words = messages.system.queue;
  const oldest = queue.oldest_wait_seconds;
  return (
    <Section id="system-queue" title={scope === 'own' ? words.own : words.title}>
      <div className={styles.figures}>
        <Figure value={amount(queue.waiting, language)} of={words.waiting} />
        <Figure value={amount(queue.running, language)} of={words.running} />
      </div>
      {queue.waiting === 0 ? <p className={styles.quietWords}>{words.nothing}</p> : null}
      <ul className={styles.reasons}>
        {queue.reasons.map(({ reason, tasks }) => (
          <li key={reason} className={styles.reason}>
            <span className={styles.reasonCount}>{amount(tasks, language)}</span>
            <StateDot tone={TONES[reason]} />
            <span>{words.reasons[reason]}</span>
          </li>
        ))}
      </ul>
      {oldest === null ? null : (
        <p className={styles.quietWords}>{words.oldest(timeSpan(oldest, language))}</p>
      )}
    </Section>
  );
}
