'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useRef } from 'react';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { problemCode } from '../problem-code.ts';
import { isLive, useTask } from './use-task.ts';

/** `none` shows the draft; the others show the task that the address names. */
export type Phase = 'none' | 'loading' | 'gone' | 'live' | 'completed' | 'failed' | 'cancelled';

/** The one task of this page: named by the address, so that a reload finds it again. */
export function useMaking() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = useSearchParams().get('task');
  const query = useTask(id);
  const madeHere = useRef(new Set<string>());
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
    phase: phaseOf(id, query),
    wasMadeHere: id !== null && madeHere.current.has(id),
    create,
    cancel,
    retry,
    startOver: useCallback(() => show(null), [show]),
  };
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
