'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { type Draft, draftFromTask, EMPTY_DRAFT } from './draft.ts';
import { PORTRAIT } from './picture.ts';
import { useTask } from './use-task.ts';

/**
 * The choices on the page. A task that was not made from them, as after a reload, brings its own; so does an address
 * with `from=TASK`, and `picture`, `portrait` and `audio` put one thing in its place.
 */
export function useDraft(task: Task | undefined, wasMadeHere: boolean) {
  const search = useSearchParams();
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

  const { data: model } = useTask(search.get('from'));
  const places = placesOf(search);
  const address = JSON.stringify(places);
  useEffect(() => {
    if (model) setDraft(draftFromTask(model));
    if (address !== '{}') setDraft((all) => ({ ...all, ...JSON.parse(address) }));
    // The address has said what it had to: a reload shall not undo what is changed from now on.
    if (model || address !== '{}') window.history.replaceState(null, '', window.location.pathname);
  }, [model, address]);
  return { draft, change };
}

function placesOf(search: URLSearchParams): Partial<Draft> {
  const portrait = search.get('portrait');
  const picture = portrait ? `${PORTRAIT}${portrait}` : search.get('picture');
  const recording = search.get('audio');
  return {
    ...(picture && { picture, face: null }),
    ...(recording && { recording, mode: 'recording' as const }),
  };
}
