'use client';

import { useCallback, useEffect, useState } from 'react';
import { clock } from '../amounts.ts';
import { useMessages } from '../language.tsx';
import styles from './preview-seek.module.css';

const STEP_S = 0.5;

/** Marks on the line of progress where the preview plays, and goes to any moment of what is made; `made` is 0..1. */
export function PreviewSeek({ video, made }: { video: HTMLVideoElement; made: number }) {
  const { progress } = useMessages();
  const { now, end, seek } = usePlace(video);
  if (end === 0) return null;
  return (
    <div className={styles.made} style={{ width: `${made * 100}%` }}>
      <span
        aria-hidden="true"
        className={styles.playhead}
        style={{ left: `${(now / end) * 100}%` }}
      />
      <input
        className={styles.seek}
        type="range"
        min={0}
        max={end}
        step={STEP_S}
        value={now}
        aria-label={progress.position}
        aria-valuetext={progress.place(clock(now), clock(end))}
        onChange={({ target }) => seek(Number(target.value))}
      />
    </div>
  );
}

/** Where the preview is and how far it reaches, in seconds. */
function usePlace(video: HTMLVideoElement) {
  const [place, setPlace] = useState({ now: 0, end: 0 });
  const look = useCallback(() => {
    const { seekable, currentTime } = video;
    const end = seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
    setPlace({ now: Math.min(currentTime, end), end });
  }, [video]);
  useEffect(() => {
    const leaving = new AbortController();
    for (const change of ['timeupdate', 'seeking', 'progress', 'durationchange']) {
      video.addEventListener(change, look, { signal: leaving.signal });
    }
    look();
    return () => leaving.abort();
  }, [video, look]);
  const seek = (second: number) => {
    video.currentTime = second;
    look();
  };
  return { ...place, seek };
}
