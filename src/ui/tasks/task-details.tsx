'use client';

import type { Task } from '#/domain/task.ts';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { Photo } from '../components/photo.tsx';
import { useMessages } from '../language.tsx';
import { TaskActions } from './task-actions.tsx';
import styles from './task-details.module.css';
import { TaskFacts } from './task-facts.tsx';
import { TaskLog } from './task-log.tsx';
import { nameOf, stateOf } from './task-words.ts';

/** The opened task: its result, what can be done, what went wrong, how it was made, what happened. */
export function TaskDetails(props: { task: Task; now: number; onGone: () => void }) {
  const { task } = props;
  const messages = useMessages();
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
        <TaskFacts task={task} now={props.now} />
        <TaskLog id={task.id} />
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
