'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { useHint } from '../use-media.ts';
import { useSlow } from '../use-slow.ts';
import styles from './library.module.css';
import type { useLibraryActions } from './use-library-actions.ts';

/** Widths of what one might have, so that the real thing takes its place without a jump. */
const WIDE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

export function GridSkeleton(props: {
  words: { loading: string; stillLoading: string };
  /** Why it takes so long is said already. */
  unreachable: boolean;
}) {
  const slow = useSlow(!props.unreachable);
  return (
    <div className={styles.loading} aria-busy="true">
      <p className="visually-hidden" role="status">
        {props.words.loading}
      </p>
      {slow ? <p className={styles.quiet}>{props.words.stillLoading}</p> : null}
      <div className={styles.skeletons}>
        {WIDE.map((key) => (
          <Skeleton key={key} className={styles.skeleton} />
        ))}
      </div>
    </div>
  );
}

export function LibraryEmpty(props: { sample: ReturnType<typeof useLibraryActions>['sample'] }) {
  const { sample } = props;
  const { language, messages } = useLanguage();
  const { library: words, errors } = messages;
  const empty = useHint(words.empty);
  const make = () =>
    sample.mutate({
      type: 'digital_human',
      input: { image: 'portrait:host', speech_text: words.sampleText },
      options: { resolution: '360p' },
      metadata: { sample: language },
    });
  return (
    <div className={styles.empty}>
      <h2 className={styles.emptyTitle}>{words.emptyTitle}</h2>
      <p className={styles.quiet}>{empty}</p>
      {sample.isSuccess ? (
        <p role="status">{words.makingSample}</p>
      ) : (
        <Button onClick={make} disabled={sample.isPending}>
          {words.makeSample}
        </Button>
      )}
      {sample.isError ? <Notice tone="bad">{errors[problemCode(sample.error)]}</Notice> : null}
    </div>
  );
}

export function NoneFit(props: { onEverything: () => void }) {
  const words = useMessages().library;
  return (
    <div className={styles.empty}>
      <h2 className={styles.emptyTitle}>{words.noneTitle}</h2>
      <p className={styles.quiet}>{words.none}</p>
      <Button onClick={props.onEverything}>{words.clearFilters}</Button>
    </div>
  );
}
