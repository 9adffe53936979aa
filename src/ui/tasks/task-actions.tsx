'use client';

import { useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { Button, ButtonLink } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { isLive } from '../studio/use-task.ts';
import styles from './task-details.module.css';
import { useTaskActions } from './use-task-actions.ts';

/** What can be done to a task in its present state. */
export function TaskActions(props: { task: Task; onGone: () => void }) {
  const { task } = props;
  const { tasks: words } = useMessages();
  const { cancel, retry, remove } = useTaskActions(props.onGone);
  const [asking, setAsking] = useState(false);
  const canRetry = task.status === 'failed' || task.status === 'cancelled';
  const next = nextStep(task);
  const byId = { id: task.id };
  if (asking) {
    return (
      <div className={styles.actions}>
        <p className={styles.question}>{words.reallyOne}</p>
        <Button disabled={remove.isPending} onClick={() => remove.mutate(byId)}>
          <Icon name="trash" />
          {remove.isPending ? words.working : words.remove}
        </Button>
        <Button kind="quiet" autoFocus onClick={() => setAsking(false)}>
          {words.keep}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      {task.output ? (
        <ButtonLink kind="primary" href={`${task.output.url}&download=1`} download>
          <Icon name="download" />
          {words.download}
        </ButtonLink>
      ) : null}
      {canRetry ? (
        <Button
          kind={next === 'retry' ? 'primary' : 'secondary'}
          disabled={retry.isPending}
          onClick={() => retry.mutate(byId)}
        >
          {retry.isPending ? words.working : words.retry}
        </Button>
      ) : null}
      <ButtonLink
        kind={next === 'change' ? 'primary' : 'secondary'}
        href={`/studio?from=${task.id}`}
      >
        {words.again}
      </ButtonLink>
      {isLive(task) ? (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate(byId)}>
          {cancel.isPending ? words.working : words.cancel}
        </Button>
      ) : (
        <Button kind="quiet" onClick={() => setAsking(true)}>
          <Icon name="trash" />
          {words.remove}
        </Button>
      )}
      <Failure of={[cancel, retry, remove]} />
    </div>
  );
}

/** The one thing to do about a failure: the same again where it may pass, else something changed. */
function nextStep({ error }: Task): 'retry' | 'change' | null {
  if (!error) return null;
  return error.retryable ? 'retry' : 'change';
}

function Failure(props: { of: { error: unknown }[] }) {
  const { errors } = useMessages();
  const failure = props.of.find(({ error }) => error)?.error;
  if (!failure) return null;
  return (
    <p className={styles.problem} role="alert">
      {errors[problemCode(failure)]}
    </p>
  );
}
