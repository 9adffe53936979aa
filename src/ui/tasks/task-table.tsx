'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useMessages } from '../language.tsx';
import { TaskRow } from './task-row.tsx';
import { RowSkeleton } from './task-row-skeleton.tsx';
import styles from './tasks.module.css';
import { useCoarseNow } from './use-coarse-now.ts';
import { useNarrow } from './use-narrow.ts';
import { useRowKeys } from './use-row-keys.ts';
import type { useSelection } from './use-selection.ts';
import type { useTasks } from './use-tasks.ts';

const ROW_PX = 57;
const CARD_PX = 89;
const OVERSCAN = 8;

/** Only the rows in sight exist, however many tasks there are. */
export function TaskTable(props: {
  tasks: ReturnType<typeof useTasks>;
  total: number;
  selection: ReturnType<typeof useSelection>;
  opened: string | null;
  /** The row to begin at. */
  goTo: number | null;
  onOpen: (id: string | null) => void;
  onSight: (sight: { first: number; last: number }) => void;
}) {
  const { tasks, total, selection, opened, onOpen } = props;
  const words = useMessages().tasks;
  const now = useCoarseNow();
  const { list, virtualizer, items, tabStop, onKeyDown } = useRows(props);
  const close = useCallback(() => onOpen(null), [onOpen]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a list element would need all of them to be there
    <div
      ref={list}
      role="list"
      aria-label={words.list}
      className={styles.list}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {items.map(({ index, start }) => {
        const task = tasks.taskAt(index);
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            key={index}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={total}
            data-index={index}
            ref={task && task.id === opened ? virtualizer.measureElement : undefined}
            className={styles.place}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          >
            {task ? (
              <TaskRow
                task={task}
                row={index}
                tabStop={index === tabStop}
                opened={task.id === opened}
                selected={selection.ids.has(task.id)}
                now={now}
                onOpen={onOpen}
                onSelect={selection.select}
                onGone={close}
              />
            ) : (
              <RowSkeleton />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Which rows are in sight and where they stand, and which of them the Tab key reaches. */
function useRows(
  props: Pick<Parameters<typeof TaskTable>[0], 'total' | 'opened' | 'goTo' | 'onSight'>,
) {
  const { total, opened, goTo, onSight } = props;
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const rowPx = useNarrow() ? CARD_PX : ROW_PX;
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: total,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: top,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that was opened or is of another size is measured again
  useEffect(() => virtualizer.measure(), [virtualizer, opened, rowPx]);
  useEffect(() => {
    if (goTo !== null) virtualizer.scrollToIndex(goTo, { align: 'auto', behavior: 'instant' });
  }, [virtualizer, goTo]);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSight({ first, last }), [first, last, onSight]);
  const [current, setCurrent] = useState(0);
  const scrollTo = useCallback(
    (row: number) => virtualizer.scrollToIndex(row, { align: 'auto', behavior: 'instant' }),
    [virtualizer],
  );
  const onKeyDown = useRowKeys({ count: total, scrollTo, onReach: setCurrent });
  const tabStop = current >= first && current <= last ? current : first;
  return { list, virtualizer, items, tabStop, onKeyDown };
}
