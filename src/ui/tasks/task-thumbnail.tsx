'use client';

import { useEffect, useState } from 'react';
import type { Task } from '#/domain/task.ts';
import { Icon } from '../components/icon.tsx';
import { Photo } from '../components/photo.tsx';
import styles from './task-row.module.css';

const HOVER_MS = 150;

/** The small picture of a task; a finished video plays in it, without sound, while the pointer rests there. */
export function TaskThumbnail(props: { task: Task }) {
  const { output, thumbnail_url: picture } = props.task;
  const [broken, setBroken] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const src = picture && picture !== broken ? picture : null;
  const video = output?.width ? output.url : null;
  return (
    <span
      className={styles.thumbnail}
      data-room="dark"
      onPointerEnter={(event) => setOver(event.pointerType === 'mouse')}
      onPointerLeave={() => setOver(false)}
    >
      {src ? (
        <Photo src={src} alt="" loading="lazy" onError={() => setBroken(src)} />
      ) : (
        <Icon name={video ? 'play' : 'wave'} />
      )}
      {over && video ? <Moving src={video} /> : null}
    </span>
  );
}

function Moving(props: { src: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setTimeout(() => setShown(true), HOVER_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown ? <video src={props.src} muted autoPlay loop playsInline tabIndex={-1} /> : null;
}
