'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeTasks } from '#/domain/task-list.ts';
import { useTRPC, useTRPCClient } from '../api.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './bulk-bar.module.css';
import type { useSelection } from './use-selection.ts';

const AT_ONCE = 100;

/** What can be done to all that is selected. Stays in sight at the foot of the window. */
export function BulkBar(props: { selection: ReturnType<typeof useSelection> }) {
  const { ids, clear } = props.selection;
  const { language, messages } = useLanguage();
  const { tasks: words, errors } = messages;
  const [asking, setAsking] = useState(false);
  const change = useBulkChange(clear);
  const refused = change.data ?? 0;
  const number = (count: number) => new Intl.NumberFormat(language).format(count);
  const say = () => {
    if (change.isPending) return words.working;
    if (change.error) return errors[problemCode(change.error)];
    if (ids.size === 0) return words.someFailed(number(refused));
    return asking ? words.reallyMany(number(ids.size)) : words.selected(number(ids.size));
  };
  const run = (action: ChangeTasks['action']) => {
    setAsking(false);
    change.mutate({ action, ids: [...ids] });
  };
  if (ids.size === 0 && refused === 0) return null;
  return (
    <section className={styles.bar} aria-label={words.selected(number(ids.size))}>
      <p className={styles.words} aria-live="polite">
        {say()}
      </p>
      {ids.size > 0 ? (
        <Actions asking={asking} busy={change.isPending} onAsk={setAsking} onRun={run} />
      ) : null}
      {asking ? null : (
        <Button
          kind="quiet"
          square
          className={styles.close}
          aria-label={words.clear}
          title={words.clear}
          onClick={() => {
            clear();
            change.reset();
          }}
        >
          <Icon name="close" />
        </Button>
      )}
    </section>
  );
}

function Actions(props: {
  asking: boolean;
  busy: boolean;
  onAsk: (asking: boolean) => void;
  onRun: (action: ChangeTasks['action']) => void;
}) {
  const { asking, busy, onAsk, onRun } = props;
  const { tasks: words } = useMessages();
  if (asking) {
    return (
      <>
        <Button onClick={() => onRun('delete')}>
          <Icon name="trash" />
          {words.remove}
        </Button>
        <Button kind="quiet" autoFocus onClick={() => onAsk(false)}>
          {words.keep}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button disabled={busy} onClick={() => onRun('cancel')}>
        {words.cancel}
      </Button>
      <Button disabled={busy} onClick={() => onRun('retry')}>
        {words.retry}
      </Button>
      <Button disabled={busy} onClick={() => onAsk(true)}>
        <Icon name="trash" />
        {words.remove}
      </Button>
    </>
  );
}

/** Answers how many could not be changed. */
function useBulkChange(onDone: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ action, ids }: ChangeTasks) => {
      let refused = 0;
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const { data } = await client.tasks.change.mutate({
          action,
          ids: ids.slice(at, at + AT_ONCE),
        });
        refused += data.filter(({ error }) => error !== null).length;
      }
      return refused;
    },
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries(trpc.tasks.pathFilter()),
  });
}
