'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { useTitle } from '../use-title.ts';
import { CallbackSecret } from '../webhooks/callback-secret.tsx';
import { CreateKey } from './create-key.tsx';
import { EditKey } from './edit-key.tsx';
import { KeyRow } from './key-row.tsx';
import { endOf } from './key-words.ts';
import styles from './keys.module.css';
import { RevokeKey } from './revoke-key.tsx';
import { RotateKey } from './rotate-key.tsx';
import { ShowSecret } from './show-secret.tsx';
import { useKeys } from './use-keys.ts';

/** Who may call this installation, and what each made of it. */
export function Keys() {
  const { keys: words, connection } = useMessages();
  const state = useKeys();
  useTitle(words.title);
  const { list, ask } = state;
  const lost = list.isPending && list.failureCount > 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={styles.title}>{words.title}</h1>
          <p className={styles.lead}>
            {words.lead} <a href="/docs/guides">{words.docs}</a>
          </p>
        </div>
        {list.isError ? null : (
          <Button kind="primary" disabled={!list.data} onClick={() => ask({ about: 'create' })}>
            {words.create}
          </Button>
        )}
      </header>
      {lost ? <Notice tone="warn">{connection.unreached}</Notice> : null}
      <KeyList state={state} />
      <Questions state={state} />
    </div>
  );
}

type State = ReturnType<typeof useKeys>;

function KeyList(props: { state: State }) {
  const { keys: words, tryAgain } = useMessages();
  const { list, days, range, ask } = props.state;
  if (list.isPending) return <Loading />;
  if (!props.state.keys) {
    return problemCode(list.error) === 'forbidden' ? (
      <Notice tone="info">{words.notAllowed}</Notice>
    ) : (
      <Notice tone="bad" action={<Button onClick={() => void list.refetch()}>{tryAgain}</Button>}>
        {words.failed}
      </Notice>
    );
  }
  const now = Date.now();
  const keys = props.state.keys.toSorted(
    (a, b) => Number(endOf(a, now) !== null) - Number(endOf(b, now) !== null),
  );
  return (
    <>
      {keys.every((key) => key.built_in) ? (
        <Notice tone="info" title={words.emptyTitle}>
          {words.empty}
        </Notice>
      ) : null}
      <ul className={styles.list} aria-label={words.list}>
        {keys.map((key) => (
          <KeyRow key={key.id} of={key} days={days.get(key.id) ?? []} range={range} onAsk={ask} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className={styles.further}>
          <Button
            aria-disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
          >
            {list.isFetchingNextPage ? words.loading : words.further}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Loading() {
  const { keys: words } = useMessages();
  return (
    <div className={styles.list} role="status">
      <span className="visually-hidden">{words.loading}</span>
      <Skeleton className={styles.rowSkeleton} />
      <Skeleton className={styles.rowSkeleton} />
      <Skeleton className={styles.rowSkeleton} />
    </div>
  );
}

function Questions(props: { state: State }) {
  const { question, close, create, update, rotate, revoke } = props.state;
  switch (question?.about) {
    case undefined:
      return null;
    case 'create':
      return (
        <CreateKey
          busy={create.isPending}
          problem={create.error && problemCode(create.error)}
          onCreate={create.mutate}
          onClose={close}
        />
      );
    case 'edit':
      return (
        <EditKey
          of={question.key}
          busy={update.isPending}
          problem={update.error && problemCode(update.error)}
          onChange={update.mutate}
          onClose={close}
        />
      );
    case 'callbacks':
      return <CallbackSecret of={question.key} onClose={close} />;
    case 'rotate':
      return (
        <RotateKey
          of={question.key}
          busy={rotate.isPending}
          problem={rotate.error && problemCode(rotate.error)}
          onRotate={rotate.mutate}
          onClose={close}
        />
      );
    case 'revoke':
      return (
        <RevokeKey
          of={question.key}
          busy={revoke.isPending}
          problem={revoke.error && problemCode(revoke.error)}
          onRevoke={revoke.mutate}
          onClose={close}
        />
      );
    case 'secret':
      return <ShowSecret of={question.key} onClose={close} />;
    default:
      return question satisfies never;
  }
}
