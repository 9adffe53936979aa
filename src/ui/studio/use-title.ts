'use client';

import { useEffect } from 'react';
import type { Task } from '#/domain/task.ts';
import { useMessages } from '../language.tsx';
import type { Phase } from './use-making.ts';

/** The tab tells how far the video is, for those who look elsewhere meanwhile. */
export function useTitle(phase: Phase, task: Task | undefined): void {
  const { studio, progress, result } = useMessages();
  const state = () => {
    if (phase === 'completed') return result.ready;
    if (phase !== 'live' || !task) return studio;
    return task.progress > 0
      ? progress.percent(Math.floor(task.progress * 100))
      : progress.stages[task.stage];
  };
  const title = `${state()} · mouthpiece`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
