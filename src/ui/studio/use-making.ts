'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { problemCode } from '../problem-code.ts';
import { useVisitor } from '../shell/visitor.tsx';
import { recall, remember } from '../tab-memory.ts';
import { isLive, useTask } from './use-task.ts';

/** `none` shows the draft; the others show the task that the address names. */
export type Phase = 'none' | 'loading' | 'gone' | 'live' | 'completed' | 'failed' | 'cancelled';

/** The one task of this page: named by the address, so that a reload finds it again. */
export function useMaking() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = useSearchParams().get('task');
  const query = useTask(id);
  const phase = phaseOf(id, query);
  const madeHere = useRef(new Set<string>());
  const last = useLastMade(id, phase);
  const { isLast, leave } = last;
  const show = useCallback((next: string | null) => {
    const query = next ? `?task=${encodeURIComponent(next)}` : '';
    window.history.pushState(null, '', `${window.location.pathname}${query}`);
  }, []);
  const keep = (task: Task) => {
    madeHere.current.add(task.id);
    queryClient.setQueryData(trpc.tasks.get.queryKey({ id: task.id }), task);
  };
  const create = useMutation(
    trpc.tasks.create.mutationOptions({
      onSuccess: (task) => {
        keep(task);
        last.keep(task.id);
        show(task.id);
        document.getElementById('stage')?.scrollIntoView({ block: 'nearest' });
      },
    }),
  );
  const cancel = useMutation(trpc.tasks.cancel.mutationOptions({ onSuccess: keep }));
  const retry = useMutation(trpc.tasks.retry.mutationOptions({ onSuccess: keep }));
  return {
    task: id ? query.data : undefined,
    query,
    phase,
    wasMadeHere: id !== null && madeHere.current.has(id),
    /** Whether a task came from the choices that this tab still has. */
    isOurs: useCallback((task: string) => madeHere.current.has(task) || isLast(task), [isLast]),
    create,
    cancel,
    retry,
    startOver: useCallback(() => {
      leave();
      show(null);
    }, [leave, show]),
  };
}

const MEMORY = 'made';
type Last = { id: string; seen: boolean };

/** The task that this tab asked for last: whoever comes back before having seen how it ended finds it on the stage. */
function useLastMade(shown: string | null, phase: Phase) {
  const owner = useVisitor()?.key_id;
  const keep = useCallback((id: string) => remember(MEMORY, owner, { id, seen: false }), [owner]);
  const isLast = useCallback((id: string) => readLast(recall(MEMORY, owner))?.id === id, [owner]);
  const leave = useCallback(() => {
    const last = readLast(recall(MEMORY, owner));
    if (last) remember(MEMORY, owner, { ...last, seen: true });
  }, [owner]);
  const hasEnded = ['gone', 'completed', 'failed', 'cancelled'].includes(phase);
  useEffect(() => {
    if (shown && hasEnded && isLast(shown)) leave();
  }, [shown, hasEnded, isLast, leave]);
  useEffect(() => {
    const { pathname, search } = window.location;
    const last = search === '' ? readLast(recall(MEMORY, owner)) : null;
    if (last && !last.seen) window.history.replaceState(null, '', `${pathname}?task=${last.id}`);
  }, [owner]);
  return { keep, leave, isLast };
}

function readLast(kept: unknown): Last | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { id, seen } = kept as Partial<Last>;
  return typeof id === 'string' ? { id, seen: seen === true } : null;
}

function phaseOf(id: string | null, query: ReturnType<typeof useTask>): Phase {
  if (id === null) return 'none';
  const { data } = query;
  if (!data) {
    return query.isError && problemCode(query.error) !== 'unauthorized' ? 'gone' : 'loading';
  }
  if (isLive(data)) return 'live';
  return data.status === 'pending' || data.status === 'processing' ? 'live' : data.status;
}
