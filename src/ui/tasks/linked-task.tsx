'use client';

import { useId } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { useTask } from '../studio/use-task.ts';
import { TaskRow } from './task-row.tsx';
import { RowSkeleton } from './task-row-skeleton.tsx';
import styles from './tasks.module.css';
import { useCoarseNow } from './use-coarse-now.ts';
import type { useSelection } from './use-selection.ts';

/** A task that someone was sent a link to, whatever the list below shows. */
export function LinkedTask(props: {
  id: string;
  selection: ReturnType<typeof useSelection>;
  onOpen: (id: string | null) => void;
}) {
  const { id, selection, onOpen } = props;
  const { tasks: words, errors, dismiss } = useMessages();
  const now = useCoarseNow();
  const { data: task, error } = useTask(id);
  const heading = useId();
  const close = () => onOpen(null);
  if (error && !task) {
    const code = problemCode(error);
    const isGone = code === 'not_found' || code === 'validation_failed';
    return (
      <Notice tone="warn" action={<Button onClick={close}>{dismiss}</Button>}>
        {isGone ? words.linkedGone : errors[code]}
      </Notice>
    );
  }
  return (
    <section aria-labelledby={heading} className={styles.linked}>
      <h2 id={heading} className={styles.linkedTitle}>
        {words.linked}
      </h2>
      {task ? (
        <TaskRow
          task={task}
          row={OFF_LIST}
          tabStop
          opened
          selected={selection.ids.has(task.id)}
          now={now}
          onOpen={onOpen}
          onSelect={selection.select}
          onGone={close}
        />
      ) : (
        <RowSkeleton />
      )}
    </section>
  );
}

const OFF_LIST = -1;
