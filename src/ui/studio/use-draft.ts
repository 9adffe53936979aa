'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { type Draft, draftFromTask, EMPTY_DRAFT } from './draft.ts';

/** The choices on the page. A task that was not made from them, as after a reload, brings its own. */
export function useDraft(task: Task | undefined, wasMadeHere: boolean) {
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const taken = useRef<string | null>(null);
  const change = useCallback(
    (some: Partial<Draft>) => setDraft((all) => ({ ...all, ...some })),
    [],
  );
  useEffect(() => {
    if (!task || taken.current === task.id) return;
    taken.current = task.id;
    if (!wasMadeHere) setDraft(draftFromTask(task));
  }, [task, wasMadeHere]);
  return { draft, change };
}
