'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { useVisitor } from '../shell/visitor.tsx';
import { recall, remember } from '../tab-memory.ts';
import { type Draft, draftFromTask, EMPTY_DRAFT, readDraft } from './draft.ts';
import { PORTRAIT } from './picture.ts';
import { useTask } from './use-task.ts';

const MEMORY = 'draft';

/**
 * The choices on the page, kept by the tab. A task that was not made from them, as one opened by a link, brings its
 * own; so does an address with `from=TASK`, and `picture`, `portrait` and `audio` put one thing in its place. With
 * `new` nothing is shown but the choices.
 */
export function useDraft(task: Task | undefined, isOurs: (id: string) => boolean) {
  const search = useSearchParams();
  const { draft, setDraft } = useKeptDraft();
  const [former, setFormer] = useState<Draft | null>(null);
  const taken = useRef<string | null>(null);
  const change = useCallback(
    (some: Partial<Draft>) => {
      setDraft((all) => ({ ...all, ...some }));
      setFormer(null);
    },
    [setDraft],
  );
  useEffect(() => {
    if (!task || taken.current === task.id) return;
    taken.current = task.id;
    if (!isOurs(task.id)) setDraft(draftFromTask(task));
  }, [task, isOurs, setDraft]);

  const { data: model } = useTask(search.get('from'));
  const isNew = search.has('new');
  const places = placesOf(search);
  const address = JSON.stringify(places);
  useEffect(() => {
    if (model) setDraft(draftFromTask(model));
    if (address !== '{}') setDraft((all) => ({ ...all, ...JSON.parse(address) }));
    // The address has said what it had to: a reload shall not undo what is changed from now on.
    if (model || address !== '{}' || isNew)
      window.history.replaceState(null, '', window.location.pathname);
  }, [model, address, isNew, setDraft]);
  return {
    draft,
    change,
    /** Puts everything back to how it was found. */
    clear: useCallback(() => {
      setFormer(draft);
      setDraft(EMPTY_DRAFT);
    }, [draft, setDraft]),
    /** Brings back what was just cleared; null once something else was chosen. */
    restore: former && (() => change(former)),
  };
}

function useKeptDraft() {
  const owner = useVisitor()?.key_id;
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [isRecalled, setRecalled] = useState(false);
  useLayoutEffect(() => {
    const kept = readDraft(recall(MEMORY, owner));
    if (kept) setDraft(kept);
    setRecalled(true);
  }, [owner]);
  useEffect(() => {
    if (isRecalled) remember(MEMORY, owner, draft);
  }, [isRecalled, owner, draft]);
  return { draft, setDraft };
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
