'use client';

import { useMedia } from '../use-media.ts';

/** Whether rows are cards. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 767px)');
}
