'use client';

import type { System } from '#/domain/system.ts';
import { fileSize } from '../amounts.ts';
import { useLanguage } from '../language.tsx';
import { Section } from './section.tsx';
import styles from './system.module.css';

/** How much is stored and how much room is left. */
export function SpaceSection(props: { system: System }) {
  const { storage } = props.system;
  const { language, messages } = useLanguage();
  const words = messages.system.space;
  const { disk_free_bytes: free, disk_bytes: disk, disk_floor_bytes: floor } = storage;
  const rows: [string, number | null][] = [
    [words.stored, storage.stored_bytes],
    [words.database, storage.database_bytes],
    [words.free, free],
  ];
  return (
    <Section id="system-space" title={words.title}>
      <table className={styles.table}>
        <tbody>
          {rows.map(([title, bytes]) =>
            bytes === null ? null : (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td>{fileSize(bytes, language)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      {free !== null && disk !== null && floor !== null ? (
        <>
          <meter
            className={styles.disk}
            aria-label={words.disk}
            min={0}
            max={disk}
            high={disk - floor * 1.5}
            optimum={0}
            value={disk - free}
          />
          <p className={styles.quietWords}>{words.floor(fileSize(floor, language))}</p>
        </>
      ) : null}
    </Section>
  );
}
