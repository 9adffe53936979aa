'use client';

import { useQuery } from '@tanstack/react-query';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { Photo } from '../components/photo.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { fileSize } from '../studio/time-words.ts';
import { TaskActions } from './task-actions.tsx';
import styles from './task-details.module.css';
import { nameOf, stateOf, tookOf } from './task-words.ts';

/** The opened task: its result, what can be done, what went wrong, how it was made, what happened. */
export function TaskDetails(props: { task: Task; now: number; onGone: () => void }) {
  const { task } = props;
  const { messages } = useLanguage();
  const { tasks: words, errors } = messages;
  const script = task.input.speech_text ?? task.input.text;
  return (
    <section className={styles.details} aria-label={words.details}>
      <Player task={task} />
      <div className={styles.side}>
        {task.error ? (
          <Notice tone="bad" title={words.failedTitle}>
            {errors[task.error.code]}
          </Notice>
        ) : null}
        <TaskActions task={task} onGone={props.onGone} />
        {typeof script === 'string' ? (
          <div>
            <h3 className={styles.heading}>{words.script}</h3>
            <p className={styles.script}>{script}</p>
          </div>
        ) : null}
        <Facts task={task} now={props.now} />
        <Log id={task.id} />
      </div>
    </section>
  );
}

function Player(props: { task: Task }) {
  const { task } = props;
  const messages = useMessages();
  const { output } = task;
  const name = nameOf(task, messages);
  if (output?.width) {
    return (
      <div className={styles.player} data-room="dark">
        {/* biome-ignore lint/a11y/useMediaCaption: the words are beside it */}
        <video
          controls
          preload="metadata"
          playsInline
          src={output.url}
          poster={output.thumbnail_url ?? undefined}
          aria-label={name}
        />
      </div>
    );
  }
  if (output) {
    return (
      <div className={classNames(styles.player, styles.sound)} data-room="dark">
        {/* biome-ignore lint/a11y/useMediaCaption: the words are beside it */}
        <audio controls preload="metadata" src={output.url} aria-label={name} />
      </div>
    );
  }
  return (
    <div className={styles.player} data-room="dark">
      {task.thumbnail_url ? <Photo src={task.thumbnail_url} alt="" /> : <Icon name="wave" />}
      <p className={styles.noResult}>{stateOf(task, messages).text || messages.tasks.noResult}</p>
    </div>
  );
}

function Facts(props: { task: Task; now: number }) {
  const { task, now } = props;
  const { language, messages } = useLanguage();
  const { facts: words, optionNames, types } = messages.tasks;
  const { output } = task;
  const voice = task.input.voice;
  const facts: [string, string | null | undefined][] = [
    [words.kind, types[task.type]],
    [words.created, new Date(task.created_at).toLocaleString(language)],
    [words.took, tookOf(task, now)],
    [words.attempts, task.attempts > 0 ? String(task.attempts) : null],
    [words.engine, task.engine],
    [words.machine, task.machine],
    [words.voice, typeof voice === 'string' ? voice.replace(/^voice:/, '') : null],
    [words.size, output?.width ? `${output.width} × ${output.height}` : null],
    [words.bytes, output ? fileSize(output.bytes, language) : null],
    ...Object.entries(task.options).map(([name, value]): [string, string] => [
      optionNames[name] ?? name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
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

function Log(props: { id: string }) {
  const trpc = useTRPC();
  const { language, messages } = useLanguage();
  const words = messages.tasks;
  const log = useQuery(trpc.tasks.logs.queryOptions({ id: props.id }, { staleTime: 0 }));
  const lines = log.data?.data ?? [];
  return (
    <div>
      <h3 className={styles.heading}>{words.log}</h3>
      {log.isPending ? <p className={styles.quiet}>{words.logLoading}</p> : null}
      {log.isError ? <p className={styles.quiet}>{words.logFailed}</p> : null}
      <ol className={styles.log}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={index} className={styles[line.level]}>
            <time dateTime={line.at}>{new Date(line.at).toLocaleTimeString(language)}</time>
            <span className={styles.quiet}>{words.logTry(line.attempt)}</span>
            <span>{line.message}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
