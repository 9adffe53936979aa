'use client';

import type { Task } from '#/domain/task.ts';
import { useMessages } from '../language.tsx';
import { useTitle } from '../use-title.ts';
import type { Phase } from './use-making.ts';

/** The tab tells how far the video is, for those who look elsewhere meanwhile. */
export function useStudioTitle(phase: Phase, task: Task | undefined): void {
  const { studio, progress, result } = useMessages();
  const state = () => {
    if (phase === 'completed') return result.ready;
    if (phase !== 'live' || !task) return studio;
    return task.progress > 0
      ? progress.percent(Math.floor(task.progress * 100))
      : progress.stages[task.stage];
  };
  useTitle(state());
}
