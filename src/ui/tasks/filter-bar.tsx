'use client';

import { useEffect, useState } from 'react';
import type { TaskCounts } from '#/domain/task-list.ts';
import { Icon } from '../components/icon.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { useLanguage } from '../language.tsx';
import styles from './filter-bar.module.css';
import { type Filter, PERIODS, STATUS_GROUPS, type StatusGroup, TYPES } from './task-filter.ts';

const TYPED_MS = 250;

export function FilterBar(props: {
  filter: Filter;
  counts: TaskCounts | undefined;
  onChange: (change: Partial<Filter>) => void;
}) {
  const { filter, counts, onChange } = props;
  const { language, messages } = useLanguage();
  const words = messages.tasks;
  const number = new Intl.NumberFormat(language);
  const countOf = (group: StatusGroup) =>
    counts &&
    (group === 'all'
      ? counts.total
      : STATUS_GROUPS[group].reduce((sum, status) => sum + counts.by_status[status], 0));
  return (
    <search className={styles.bar}>
      <div className={styles.status}>
        <Segmented<StatusGroup>
          label={words.status}
          hideLabel
          value={filter.status}
          segments={(Object.keys(STATUS_GROUPS) as StatusGroup[]).map((group) => {
            const count = countOf(group);
            return {
              value: group,
              label: (
                <>
                  {words.statuses[group]}
                  {count === undefined ? null : (
                    <span className={styles.count}>{number.format(count)}</span>
                  )}
                </>
              ),
            };
          })}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <SearchField text={filter.text} onChange={(text) => onChange({ text })} />
      <div className={styles.selects}>
        <Select
          aria-label={words.type}
          value={filter.type ?? ''}
          onChange={({ target }) =>
            onChange({ type: TYPES.find((type) => type === target.value) ?? null })
          }
        >
          <option value="">{words.types.any}</option>
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {words.types[type]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={words.since}
          value={filter.since}
          onChange={({ target }) =>
            onChange({ since: PERIODS.find((period) => period === target.value) ?? 'ever' })
          }
        >
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {words.periods[period]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={words.order}
          value={filter.order}
          onChange={({ target }) =>
            onChange({ order: target.value === 'oldest' ? 'oldest' : 'newest' })
          }
        >
          <option value="newest">{words.orders.newest}</option>
          <option value="oldest">{words.orders.oldest}</option>
        </Select>
      </div>
    </search>
  );
}

/** Searches a moment after the last key. */
function SearchField(props: { text: string; onChange: (text: string) => void }) {
  const { text, onChange } = props;
  const words = useLanguage().messages.tasks;
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <div className={styles.search}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.searchHint}
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </div>
  );
}
