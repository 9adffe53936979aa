'use client';

import { type KeyboardEvent, useCallback } from 'react';

const PAGE = 10;
const MOST_FRAMES = 30;

const STEPS: Record<string, (row: number, count: number) => number> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row) => row + PAGE,
  PageUp: (row) => row - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrows, Page Up and Down, Home and End go from row to row, also to rows that are not there yet. */
export function useRowKeys(table: {
  count: number;
  scrollTo: (row: number) => void;
  onReach: (row: number) => void;
}) {
  const { count, scrollTo, onReach } = table;
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const { target, currentTarget } = event;
      const row = target instanceof HTMLElement ? target.dataset.row : undefined;
      const step = STEPS[event.key];
      if (row === undefined || !step || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(count - 1, step(Number(row), count)));
      onReach(next);
      scrollTo(next);
      focusWhenThere(currentTarget, next, MOST_FRAMES);
    },
    [count, scrollTo, onReach],
  );
}

function focusWhenThere(list: HTMLElement, row: number, frames: number): void {
  const button = list.querySelector<HTMLElement>(`[data-row="${row}"]`);
  if (button) button.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusWhenThere(list, row, frames - 1));
}
