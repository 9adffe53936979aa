'use client';

import { useCallback, useEffect, useState } from 'react';
import { Button, ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { useLive } from '../live.tsx';
import { problemCode } from '../problem-code.ts';
import { useSlow } from '../use-slow.ts';
import { useTitle } from '../use-title.ts';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { LinkedTask } from './linked-task.tsx';
import { type Filter, NO_FILTER } from './task-filter.ts';
import { RowSkeleton } from './task-row-skeleton.tsx';
import { TaskTable } from './task-table.tsx';
import styles from './tasks.module.css';
import { NoneFit, TasksEmpty } from './tasks-empty.tsx';
import { usePlace } from './use-place.ts';
import { MOST_SELECTED, useSelection } from './use-selection.ts';
import { useTaskAddress } from './use-task-address.ts';
import { useTasks } from './use-tasks.ts';
import { useThrottled } from './use-throttled.ts';

/** Rows beyond the edge of sight that are read ahead. */
const AHEAD = 30;
const SIGHT_EVERY_MS = 100;
const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Every task of the caller, live: found by filters, opened in place, changed one by one or many at once. */
export function TasksPage() {
  const words = useMessages().tasks;
  const { filter, change, opened, isLinked, open } = useTaskAddress();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const { first, last } = useThrottled(sight, SIGHT_EVERY_MS);
  const tasks = useTasks(filter, { first: Math.max(0, first - AHEAD), last: last + AHEAD });
  const selection = useSelection(tasks);
  const { clear } = selection;
  const { status, type, text, since, order } = filter;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected may be out of sight with another filter
  useEffect(() => {
    clear();
    window.scrollTo({ top: 0, behavior: 'instant' });
  }, [clear, status, type, text, since, order]);
  const place = usePlace(isLinked ? opened : null, tasks);
  const clearFilters = useCallback(() => change(NO_FILTER), [change]);
  useTitle(words.title);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{words.title}</h1>
        <ButtonLink href="/studio?new=">{words.newLink}</ButtonLink>
      </div>
      <Notices tasks={tasks} />
      {tasks.total === 0 && !isFiltered(filter) ? null : (
        <FilterBar filter={filter} counts={tasks.counts.data} onChange={change} />
      )}
      {opened !== null && place === 'apart' ? (
        <LinkedTask id={opened} selection={selection} onOpen={open} />
      ) : null}
      {tasks.total === 0 ? null : <SelectAll tasks={tasks} selection={selection} />}
      <Rows
        tasks={tasks}
        filter={filter}
        onClear={clearFilters}
        table={(total) => (
          <TaskTable
            tasks={tasks}
            total={total}
            selection={selection}
            opened={place === 'apart' ? null : opened}
            goTo={typeof place === 'number' ? place : null}
            onOpen={open}
            onSight={setSight}
          />
        )}
      />
      <BulkBar selection={selection} />
    </div>
  );
}

function isFiltered({ status, type, text, since }: Filter): boolean {
  return status !== 'all' || type !== null || text !== '' || since !== 'ever';
}

type Tasks = ReturnType<typeof useTasks>;

function Rows(props: {
  tasks: Tasks;
  filter: Filter;
  onClear: () => void;
  table: (total: number) => React.ReactNode;
}) {
  const { tasks, filter } = props;
  const { tasks: words, stillLoading } = useMessages();
  const { total } = tasks;
  const slow = useSlow(total === null && tasks.counts.failureCount === 0);
  if (total === null && tasks.counts.isError) return null;
  if (total === null) {
    return (
      <div aria-busy="true">
        <p className="visually-hidden" role="status">
          {words.loading}
        </p>
        {slow ? <p className={styles.quiet}>{stillLoading}</p> : null}
        {SKELETONS.map((key) => (
          <RowSkeleton key={key} />
        ))}
      </div>
    );
  }
  if (total > 0) return props.table(total);
  return isFiltered(filter) ? <NoneFit onClear={props.onClear} /> : <TasksEmpty />;
}

function Notices({ tasks }: { tasks: Tasks }) {
  const { counts, windows } = tasks;
  const { tasks: words, connection, tryAgain } = useMessages();
  const { state } = useLive();
  const failure = [counts, ...windows].find(({ error }) => error)?.error;
  const unreachable = [counts, ...windows].some(
    ({ failureCount, failureReason }) =>
      failureCount > 1 && problemCode(failureReason) === 'network',
  );
  if (failure && problemCode(failure) === 'unauthorized') return null;
  if (failure) {
    const again = () => {
      for (const query of [counts, ...windows]) if (query.isError) void query.refetch();
    };
    return (
      <Notice tone="bad" action={<Button onClick={again}>{tryAgain}</Button>}>
        {words.failed}
      </Notice>
    );
  }
  const isEmpty = tasks.total === null;
  if (unreachable || state === 'offline') {
    return <Notice tone="warn">{isEmpty ? connection.unreached : connection.old}</Notice>;
  }
  return state === 'slow' && !isEmpty ? <Notice tone="info">{words.slow}</Notice> : null;
}

function SelectAll(props: { tasks: Tasks; selection: ReturnType<typeof useSelection> }) {
  const { tasks, selection } = props;
  const { language, messages } = useLanguage();
  const words = messages.tasks;
  const { total } = tasks;
  const known = total ?? 0;
  const reach = Math.min(known, MOST_SELECTED);
  const all = reach > 0 && selection.ids.size >= reach;
  const label =
    known > MOST_SELECTED
      ? words.selectFirst(new Intl.NumberFormat(language).format(MOST_SELECTED))
      : words.selectAll;
  return (
    <div className={styles.columns}>
      <label className={styles.all} title={label}>
        <input
          type="checkbox"
          aria-label={label}
          checked={all}
          disabled={known === 0}
          ref={(box) => {
            if (box) box.indeterminate = selection.ids.size > 0 && !all;
          }}
          onChange={() => (all ? selection.clear() : void selection.selectAll())}
        />
        <span className={styles.allWords}>{label}</span>
      </label>
      <span />
      <span>{words.columns.name}</span>
      <span>{words.columns.state}</span>
      <span>{words.columns.left}</span>
      <span>{words.columns.machine}</span>
      <span className={styles.end}>{words.columns.age}</span>
    </div>
  );
}
