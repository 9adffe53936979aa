'use client';

import { useQuery } from '@tanstack/react-query';
import type { Task } from '#/domain/task.ts';
import { clock, fileSize } from '../amounts.ts';
import { useTRPC } from '../api.tsx';
import { useLanguage } from '../language.tsx';
import { optionWords } from './option-words.ts';
import styles from './task-details.module.css';
import { tookOf } from './task-words.ts';

/** How it was made: what was asked for, by whom it was done, and what came of it. */
export function TaskFacts(props: { task: Task; now: number }) {
  const { task, now } = props;
  const { language, messages } = useLanguage();
  const { facts: words } = messages.tasks;
  const { output } = task;
  const voice = useVoiceName(task.input.voice);
  const facts: [string, string | null | undefined][] = [
    [words.kind, messages.taskTypes[task.type]],
    [words.created, new Date(task.created_at).toLocaleString(language)],
    [words.took, tookOf(task, now)],
    [words.attempts, task.attempts > 0 ? String(task.attempts) : null],
    [words.engine, task.engine],
    [words.machine, task.machine],
    [words.voice, voice],
    [words.length, output?.duration ? clock(output.duration) : null],
    [words.size, output?.width ? `${output.width} × ${output.height}` : null],
    [words.bytes, output ? fileSize(output.bytes, language) : null],
    ...Object.entries(task.options)
      .filter(([name, value]) => !(name === 'resolution' && value === sizeOf(task)))
      .map((option) => optionWords(option, messages, language)),
    ...Object.entries(task.metadata),
    [words.id, task.id],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** The size of the result as the `resolution` option says it; what was asked for by it need not be told twice. */
function sizeOf({ output }: Task): string | null {
  return output ? `${output.width}x${output.height}` : null;
}

/** A named voice as people know it; the reference as it stands while that is unknown. */
function useVoiceName(reference: unknown): string | null {
  const trpc = useTRPC();
  const { language } = useLanguage();
  const name = typeof reference === 'string' ? reference.replace(/^voice:/, '') : null;
  const { data } = useQuery(trpc.voices.list.queryOptions(undefined, { enabled: name !== null }));
  return data?.data.find((voice) => voice.name === name)?.title[language] ?? name;
}
