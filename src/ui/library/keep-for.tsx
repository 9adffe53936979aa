'use client';

import { useId, useState } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Select } from '../components/select.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './asset-details.module.css';
import type { useLibraryActions } from './use-library-actions.ts';

const CHOICES = [1, 7, 30, 90];
const DAY_S = 86_400;

/** Changes until when a file is kept, within what the operator allows. */
export function KeepFor(props: {
  asset: Asset;
  longest: number;
  keep: ReturnType<typeof useLibraryActions>['keep'];
}) {
  const { asset, longest, keep } = props;
  const { library: words, errors } = useMessages();
  const id = useId();
  const choices = [...CHOICES.filter((days) => days < longest), longest].filter((days) => days > 0);
  const [days, setDays] = useState(longest);
  if (choices.length === 0) return null;
  const wordOf = (choice: number) => {
    if (choice === longest) return words.keepLongest(choice);
    return choice === 1 ? words.keepDay : words.keepDays(choice);
  };
  return (
    <div className={styles.keep}>
      <label htmlFor={id}>{words.keep}</label>
      <div className={styles.keepChoice}>
        <Select id={id} value={days} onChange={({ target }) => setDays(Number(target.value))}>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {wordOf(choice)}
            </option>
          ))}
        </Select>
        <Button
          disabled={keep.isPending}
          onClick={() => keep.mutate({ id: asset.id, change: { expires_in: days * DAY_S } })}
        >
          {words.change}
        </Button>
      </div>
      {keep.isError ? <Notice tone="bad">{errors[problemCode(keep.error)]}</Notice> : null}
    </div>
  );
}
