'use client';

import { useCallback, useEffect } from 'react';
import { DropVeil } from '../components/drop-veil.tsx';
import { useMessages } from '../language.tsx';
import { useLive } from '../live.tsx';
import { problemCode } from '../problem-code.ts';
import { useUploads } from '../uploads/uploads-provider.tsx';
import { useAddress } from '../use-address.ts';
import { useDrop } from '../use-drop.ts';
import { useTitle } from '../use-title.ts';
import { AssetDetails } from './asset-details.tsx';
import { AssetGrid } from './asset-grid.tsx';
import { BulkBar } from './bulk-bar.tsx';
import styles from './library.module.css';
import { GridSkeleton, LibraryEmpty, NoneFit } from './library-empty.tsx';
import { EVERYTHING, LIBRARY_ADDRESS, type LibraryFilter } from './library-filter.ts';
import { LibraryHead } from './library-head.tsx';
import { LibraryNotices } from './library-notices.tsx';
import type { LongestDays } from './longest-days.ts';
import { useLibrary } from './use-library.ts';
import { useLibraryActions } from './use-library-actions.ts';
import { useSelected } from './use-selected.ts';

/** Assets and results in one grid: found by filters, looked at beside it, thrown away many at once. */
export function LibraryPage(props: { longestDays: LongestDays }) {
  const words = useMessages().library;
  const { filter, change, opened, open } = useAddress(LIBRARY_ADDRESS);
  const library = useLibrary(filter);
  const actions = useLibraryActions();
  const selected = useSelected(library.assets);
  const close = useCallback(() => open(null), [open]);
  const { send, over } = useBring();
  const { state } = useLive();
  const { list, assets } = library;
  const unreachable = list.failureCount > 1 && problemCode(list.failureReason) === 'network';
  useTitle(words.title);
  useFresh(filter, selected.clear);
  return (
    <div className={styles.page} data-open={opened !== null}>
      <LibraryHead
        filter={filter}
        storage={library.storage.data}
        actions={actions}
        onChange={change}
        onFiles={send}
        onOpen={open}
      />
      <LibraryNotices
        failed={list.isError && assets === undefined}
        lost={unreachable || state === 'offline'}
        isEmpty={assets === undefined}
        removed={actions.remove}
        onRetry={() => void list.refetch()}
      />
      <div className={styles.body}>
        <Found
          library={library}
          isNarrowed={filter.tab !== 'all' || filter.text !== ''}
          actions={actions}
          onEverything={() => change(EVERYTHING)}
        >
          {assets ? (
            <AssetGrid
              assets={assets}
              list={list}
              opened={opened}
              selected={selected}
              onOpen={open}
            />
          ) : null}
        </Found>
        {opened ? (
          <AssetDetails
            key={opened}
            id={opened}
            longestDays={props.longestDays}
            actions={actions}
            onClose={close}
          />
        ) : null}
      </div>
      <BulkBar selected={selected} remove={actions.remove} />
      {over ? <DropVeil words={words.dropHere} /> : null}
    </div>
  );
}

/** Files come by choosing or by dropping them anywhere; they are sent whatever page is shown. */
function useBring() {
  const { queue } = useUploads();
  const send = useCallback(
    (files: File[]) => {
      for (const file of files) queue.add(file, null);
    },
    [queue],
  );
  return { send, over: useDrop(send) };
}

/** What was picked, and how far one had come, belongs to the filter of then. */
function useFresh({ tab, text, order }: LibraryFilter, clear: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the filter begins anew
  useEffect(() => {
    clear();
    window.scrollTo({ top: 0, behavior: 'instant' });
  }, [clear, tab, text, order]);
}

function Found(props: {
  library: ReturnType<typeof useLibrary>;
  actions: ReturnType<typeof useLibraryActions>;
  isNarrowed: boolean;
  onEverything: () => void;
  children: React.ReactNode;
}) {
  const { stillLoading, library: words } = useMessages();
  const { list, assets } = props.library;
  if (assets === undefined) {
    return list.isError ? null : (
      <GridSkeleton
        words={{ loading: words.loading, stillLoading }}
        unreachable={list.failureCount > 0}
      />
    );
  }
  if (assets.length > 0) return props.children;
  if (props.isNarrowed) return <NoneFit onEverything={props.onEverything} />;
  return <LibraryEmpty sample={props.actions.sample} />;
}
