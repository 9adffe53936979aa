'use client';

import { useState } from 'react';
import type { StorageUsage } from '#/domain/asset.ts';
import { fileSize } from '../amounts.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { SearchField } from '../components/search-field.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { AddFiles } from './add-files.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { type LibraryFilter, ORDERS, TABS, type Tab } from './library-filter.ts';
import styles from './library-head.module.css';
import type { useLibraryActions } from './use-library-actions.ts';

export function LibraryHead(props: {
  filter: LibraryFilter;
  storage: StorageUsage | undefined;
  actions: ReturnType<typeof useLibraryActions>;
  onChange: (change: Partial<LibraryFilter>) => void;
  onFiles: (files: File[]) => void;
  onOpen: (id: string) => void;
}) {
  const { filter, onChange } = props;
  const words = useMessages().library;
  const [importing, setImporting] = useState(false);
  return (
    <div className={styles.head}>
      <div className={styles.top}>
        <h1 className={styles.title}>{words.title}</h1>
        <Storage usage={props.storage} />
        <div className={styles.bring}>
          <Button onClick={() => setImporting(true)}>
            <Icon name="link" />
            {words.fromAddress}
          </Button>
          <AddFiles onFiles={props.onFiles} />
        </div>
      </div>
      <search className={styles.filters}>
        <div className={styles.tabs}>
          <Segmented<Tab>
            label={words.tabs.label}
            hideLabel
            value={filter.tab}
            segments={TABS.map((tab) => ({ value: tab, label: words.tabs[tab] }))}
            onChange={(tab) => onChange({ tab })}
          />
        </div>
        <div className={styles.search}>
          <SearchField
            label={words.search}
            hint={words.searchHint}
            text={filter.text}
            onChange={(text) => onChange({ text })}
          />
        </div>
        <div className={styles.order}>
          <Select
            aria-label={words.order}
            value={filter.order}
            onChange={({ target }) =>
              onChange({ order: ORDERS.find((order) => order === target.value) ?? 'newest' })
            }
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {words.orders[order]}
              </option>
            ))}
          </Select>
        </div>
      </search>
      {importing ? (
        <ImportDialog
          bring={props.actions.bring}
          onDone={(id) => {
            setImporting(false);
            if (id) props.onOpen(id);
          }}
        />
      ) : null}
    </div>
  );
}

function Storage(props: { usage: StorageUsage | undefined }) {
  const { language, messages } = useLanguage();
  const words = messages.library;
  const { usage } = props;
  if (!usage) return <div className={styles.storage} />;
  const { bytes, limit_bytes: limit } = usage;
  const text = words.stored(fileSize(bytes, language), fileSize(limit, language));
  const part = Math.min(1, bytes / limit);
  return (
    <div className={styles.storage}>
      <meter
        className="visually-hidden"
        aria-label={words.storage}
        min={0}
        max={1}
        value={part}
        aria-valuetext={text}
      />
      <span className={styles.track} aria-hidden="true" data-full={part > 0.9}>
        <span style={{ transform: `scaleX(${part})` }} />
      </span>
      <span>{text}</span>
    </div>
  );
}
