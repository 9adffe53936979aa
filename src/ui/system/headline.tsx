'use client';

import type { System } from '#/domain/system.ts';
import { amount } from '../amounts.ts';
import { useLanguage } from '../language.tsx';
import { Command } from './section.tsx';
import { StateDot, type StateTone } from './state-dot.tsx';
import styles from './system.module.css';

const TONES: Record<System['status'], StateTone> = {
  working: 'good',
  impaired: 'warn',
  down: 'bad',
};

/** Is it working: one sentence, and the three parts it rests on. Without colour once that may no longer be true. */
export function Headline(props: { system: System; isStale: boolean }) {
  const { status, version } = props.system;
  const { messages } = useLanguage();
  const words = messages.system;
  const lines = usePartLines(props.system);
  return (
    <header className={styles.headline}>
      <h1 className={styles.status} aria-live="polite">
        <StateDot tone={props.isStale ? 'quiet' : TONES[status]} large />
        {words.status[status]}
      </h1>
      <ul className={styles.parts}>
        {lines.map(({ title, tone, sentence, command }) => (
          <li key={title} className={styles.part}>
            <StateDot tone={props.isStale ? 'quiet' : tone} />
            <span>
              <span className={styles.partTitle}>{title}</span> {sentence}
              {command ? <Command>{command}</Command> : null}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.version}>{words.version(version)}</p>
    </header>
  );
}

type Line = { title: string; tone: StateTone; sentence: string; command?: string };

function usePartLines({ parts, capacity, database_ms: ms }: System): Line[] {
  const { language, messages } = useLanguage();
  const { database, storage, worker } = messages.system.parts;
  const tone = (state: string): StateTone =>
    state === 'ok' ? 'good' : state === 'down' ? 'bad' : 'warn';
  const workerSentence =
    parts.worker.state === 'ok'
      ? worker.ok(capacity.workers)
      : worker[parts.worker.state === 'draining' ? 'draining' : 'down'];
  return [
    {
      title: database.title,
      tone: tone(parts.database.state),
      sentence: parts.database.state === 'ok' ? database.ok : database.slow(amount(ms, language)),
    },
    {
      title: storage.title,
      tone: tone(parts.storage.state),
      sentence:
        parts.storage.state === 'full'
          ? storage.full
          : storage[parts.storage.state === 'ok' ? 'ok' : 'down'],
    },
    {
      title: worker.title,
      tone: tone(parts.worker.state),
      sentence: workerSentence,
      ...(parts.worker.state === 'down' && { command: 'npm run worker' }),
    },
  ];
}
