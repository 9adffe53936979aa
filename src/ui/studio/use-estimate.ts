'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CreateTaskInput } from '#/domain/task.ts';
import { useTRPCClient } from '../api.tsx';

/** Typing goes on for longer than this only rarely. */
const REST_MS = 900;
const FRESH_MS = 20_000;

/** Seconds from pressing the button to the file, and how many of them pass in line. */
export type Estimate = { seconds: number; waitSeconds: number };

/** Null while nothing is known, or nothing could be made. */
export function useEstimate(request: CreateTaskInput | null): Estimate | null {
  const client = useTRPCClient();
  const asked = useRested(request && JSON.stringify(request));
  const { data } = useQuery({
    queryKey: ['estimate', asked],
    queryFn: asked ? () => client.tasks.estimate.mutate(JSON.parse(asked)) : skipToken,
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
    retry: false,
  });
  if (!request || !asked || !data || data.seconds === null) return null;
  return { seconds: data.seconds, waitSeconds: data.wait_seconds ?? 0 };
}

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setRested, REST_MS, value);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
