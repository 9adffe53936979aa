'use client';

import { useEffect, useRef, useState } from 'react';

/** Follows a value, at most once in so many milliseconds; the last one always comes through. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);
  useEffect(() => {
    const wait = changedAt.current + everyMs - performance.now();
    const show = () => {
      changedAt.current = performance.now();
      setShown(value);
    };
    if (wait <= 0) return show();
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
