'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { useTRPC } from '../api.tsx';
import { type ProblemCode, problemCode } from '../problem-code.ts';
import { isLive, useTask } from './use-task.ts';

export type Heard = {
  state: 'silent' | 'speaking' | 'ready' | 'failed';
  /** The spoken script, once it can be played. */
  audio: { assetId: string; url: string } | null;
  problem: ProblemCode | null;
  listen: () => void;
};

/** The script as it will sound: spoken once for each text and voice, and kept for as long as the page lives. */
export function useListen(script: string, voice: string | null): Heard {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [spoken, setSpoken] = useState<ReadonlyMap<string, string>>(new Map());
  const text = script.trim();
  const key = JSON.stringify([text, voice]);
  const create = useMutation(
    trpc.tasks.create.mutationOptions({
      onSuccess: (task) => {
        queryClient.setQueryData(trpc.tasks.get.queryKey({ id: task.id }), task);
        setSpoken((all) => new Map(all).set(keyOf(task.input), task.id));
      },
    }),
  );
  const { data: task } = useTask(spoken.get(key) ?? null);
  const asked = create.variables && keyOf(create.variables.input) === key ? create : null;
  const output = task?.status === 'completed' ? task.output : null;
  const refused = asked?.error ? problemCode(asked.error) : null;
  const speaking = asked?.isPending === true || isLive(task);
  return {
    ...stateOf(speaking, task, refused),
    audio: output && { assetId: output.asset_id, url: output.url },
    listen: () => {
      if (!speaking && text !== '')
        create.mutate({ type: 'speech', input: { text, ...(voice && { voice }) } });
    },
  };
}

function stateOf(
  speaking: boolean,
  task: Task | undefined,
  refused: ProblemCode | null,
): Pick<Heard, 'state' | 'problem'> {
  if (task?.status === 'completed') return { state: 'ready', problem: null };
  if (speaking) return { state: 'speaking', problem: null };
  const failure = task?.status === 'failed' ? (task.error?.code ?? 'internal') : null;
  const problem = refused ?? failure;
  return { state: problem ? 'failed' : 'silent', problem };
}

function keyOf(input: Record<string, unknown>): string {
  return JSON.stringify([input.text, input.voice ?? null]);
}
