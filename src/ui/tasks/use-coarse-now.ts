'use client';

import { useEffect, useState } from 'react';

const EVERY_MS = 5_000;

/** The time, often enough for what is left and for ages in minutes. */
export function useCoarseNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
