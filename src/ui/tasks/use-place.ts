'use client';

import { useEffect, useState } from 'react';
import { type useTasks, WINDOW } from './use-tasks.ts';

/** Its row, `apart` from the list, or null while that is unknown. */
type Place = number | 'apart' | null;

/** Where a task named by the address is shown: in its row if that is among the first of the list, else apart from it. */
export function usePlace(id: string | null, tasks: ReturnType<typeof useTasks>): Place {
  const [found, setFound] = useState<{ id: string; place: Place } | null>(null);
  const { total, taskAt } = tasks;
  const isKnown = total !== null && (total === 0 || taskAt(0) !== undefined);
  useEffect(() => {
    // Decided once: what is shown shall not move while tasks come and go.
    if (id === null || !isKnown || found?.id === id) return;
    const rows = Array.from({ length: Math.min(total, WINDOW) }, (_, row) => row);
    const place = rows.find((row) => taskAt(row)?.id === id) ?? 'apart';
    setFound({ id, place });
  }, [id, isKnown, found, total, taskAt]);
  return id !== null && found?.id === id ? found.place : null;
}
