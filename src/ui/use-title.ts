'use client';

import { useEffect } from 'react';

/** What the tab is called, in the language of the page. */
export function useTitle(words: string): void {
  const title = `${words} · mouthpiece`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
