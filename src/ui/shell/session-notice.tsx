'use client';

import { useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './shell.module.css';

/** Says, over any page, that the session has ended, as soon as a call is refused for it. */
export function SessionNotice() {
  const { ended } = useMessages().shell;
  const hasEnded = useSessionEnded();
  const path = usePathname();
  if (!hasEnded) return null;
  return (
    <div className={styles.notice}>
      <Notice
        tone="warn"
        title={ended.title}
        action={
          <ButtonLink href={`/studio/sign-in?to=${encodeURIComponent(path)}`}>
            {ended.signIn}
          </ButtonLink>
        }
      >
        {ended.body}
      </Notice>
    </div>
  );
}

function useSessionEnded(): boolean {
  const client = useQueryClient();
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    const look = (error: unknown) => {
      if (error && problemCode(error) === 'unauthorized') setEnded(true);
    };
    const stops = [
      client.getQueryCache().subscribe(({ query }) => look(query.state.error)),
      client.getMutationCache().subscribe(({ mutation }) => look(mutation?.state.error)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  return hasEnded;
}
