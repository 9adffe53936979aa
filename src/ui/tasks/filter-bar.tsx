'use client';

import type { TaskCounts } from '#/domain/task-list.ts';
import { SearchField } from '../components/search-field.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { useLanguage } from '../language.tsx';
import styles from './filter-bar.module.css';
import { type Filter, PERIODS, STATUS_GROUPS, type StatusGroup, TYPES } from './task-filter.ts';

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
      <SearchField
        label={words.search}
        hint={words.searchHint}
        text={filter.text}
        onChange={(text) => onChange({ text })}
      />
      <div className={styles.selects}>
        <Select
          aria-label={words.type}
          value={filter.type ?? ''}
          onChange={({ target }) =>
            onChange({ type: TYPES.find((type) => type === target.value) ?? null })
          }
        >
          <option value="">{words.anyType}</option>
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {messages.taskTypes[type]}
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
