'use client';

import { memo } from 'react';
import type { Task } from '#/domain/task.ts';
import { classNames } from '../components/class-names.ts';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useLanguage } from '../language.tsx';
import { isLive } from '../studio/use-task.ts';
import { TaskDetails } from './task-details.tsx';
import styles from './task-row.module.css';
import { TaskThumbnail } from './task-thumbnail.tsx';
import { ageOf, leftOf, nameOf, stateOf } from './task-words.ts';
import type { Tick } from './use-selection.ts';

export type RowEvents = {
  onOpen: (id: string | null) => void;
  onSelect: (tick: Tick) => void;
  onGone: () => void;
};

/** A task in one line, and below it, once opened, all there is to know and to do. */
export const TaskRow = memo(function TaskRow(
  props: {
    task: Task;
    row: number;
    tabStop: boolean;
    opened: boolean;
    selected: boolean;
    now: number;
  } & RowEvents,
) {
  const { task, row, opened, selected, now } = props;
  const { language, messages } = useLanguage();
  const name = nameOf(task, messages);
  const state = stateOf(task, messages);
  const left = leftOf(task, now, messages);
  return (
    <div className={classNames(styles.item, opened && styles.opened, selected && styles.selected)}>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.open}
          data-row={row}
          tabIndex={props.tabStop ? 0 : -1}
          aria-expanded={opened}
          aria-label={messages.tasks.open(name)}
          onClick={() => props.onOpen(opened ? null : task.id)}
        />
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={selected}
            tabIndex={props.tabStop ? 0 : -1}
            aria-label={messages.tasks.select(name)}
            onChange={(event) => {
              const { shiftKey } = event.nativeEvent as MouseEvent;
              props.onSelect({
                row,
                id: task.id,
                on: event.target.checked,
                range: shiftKey === true,
              });
            }}
          />
        </label>
        <TaskThumbnail task={task} />
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.state}>
          <span className={classNames(styles.words, styles[state.tone])}>{state.text}</span>
          {isLive(task) ? (
            <ProgressBar label={name} value={task.progress} text={state.text} />
          ) : null}
        </span>
        <span className={styles.left}>
          {task.status === 'processing' && task.progress > 0 ? (
            <span className={left ? styles.percent : undefined}>
              {messages.progress.percent(Math.floor(task.progress * 100))}
            </span>
          ) : null}
          {left}
        </span>
        <span className={styles.machine}>{task.machine ?? ''}</span>
        <time className={styles.age} dateTime={task.created_at} suppressHydrationWarning>
          {ageOf(task.created_at, now, language) ?? messages.tasks.justNow}
        </time>
      </div>
      {opened ? <TaskDetails task={task} now={now} onGone={props.onGone} /> : null}
    </div>
  );
});
