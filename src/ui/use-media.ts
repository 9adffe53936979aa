'use client';

import { useSyncExternalStore } from 'react';

/** Whether the window is as a media query says; false until the page is there. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}

/** Of two hints the one for this pointer: fingers drop no files. */
export function useHint(hint: { drop: string; add: string }): string {
  return useMedia('(pointer: coarse)') ? hint.add : hint.drop;
}
