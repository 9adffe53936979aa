'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api.tsx';
import { Button } from '../components/button.tsx';
import { Photo } from '../components/photo.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './tasks.module.css';

const SAMPLE_PORTRAIT = 'portrait:host';

/** Nothing has been made yet: one click makes a sample. */
export function TasksEmpty() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { tasks: words, errors } = useMessages();
  const create = useMutation(
    trpc.tasks.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.tasks.pathFilter()),
    }),
  );
  const make = () =>
    create.mutate({
      type: 'digital_human',
      input: { speech_text: words.sampleText, image: SAMPLE_PORTRAIT },
      options: { resolution: '480p' },
    });
  return (
    <div className={styles.empty}>
      <Photo className={styles.sample} src="/presenters/host.svg" alt="" />
      <h2 className={styles.emptyTitle}>{words.emptyTitle}</h2>
      <p className={styles.quiet}>{words.empty}</p>
      <Button kind="primary" disabled={create.isPending || create.isSuccess} onClick={make}>
        {create.isPending || create.isSuccess ? words.makingSample : words.makeSample}
      </Button>
      {create.error ? (
        <p className={styles.problem} role="alert">
          {errors[problemCode(create.error)]}
        </p>
      ) : null}
    </div>
  );
}

export function NoneFit(props: { onClear: () => void }) {
  const { tasks: words } = useMessages();
  return (
    <div className={styles.empty}>
      <h2 className={styles.emptyTitle}>{words.noneTitle}</h2>
      <Button onClick={props.onClear}>{words.clearFilters}</Button>
    </div>
  );
}
