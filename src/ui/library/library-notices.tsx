'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './library.module.css';
import type { useLibraryActions } from './use-library-actions.ts';

/** What went wrong or is under way, over the grid. */
export function LibraryNotices(props: {
  failed: boolean;
  lost: boolean;
  /** Nothing has come yet. */
  isEmpty: boolean;
  removed: ReturnType<typeof useLibraryActions>['remove'];
  onRetry: () => void;
}) {
  const { tryAgain, dismiss, errors, connection, library: words } = useMessages();
  const { failed, lost, removed } = props;
  const keptBack = removed.data?.data.filter(({ deleted }) => !deleted).length ?? 0;
  return (
    <div className={styles.notices}>
      {failed ? (
        <Notice tone="bad" action={<Button onClick={props.onRetry}>{tryAgain}</Button>}>
          {words.failed}
        </Notice>
      ) : null}
      {lost && !failed ? (
        <Notice tone="warn">{props.isEmpty ? connection.unreached : connection.old}</Notice>
      ) : null}
      {removed.isError || keptBack > 0 ? (
        <Notice tone="bad" action={<Button onClick={removed.reset}>{dismiss}</Button>}>
          {removed.isError ? errors[problemCode(removed.error)] : words.keptBack(keptBack)}
        </Notice>
      ) : null}
    </div>
  );
}
