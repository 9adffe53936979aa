'use client';

import { type ReactNode, useState } from 'react';
import { Photo } from '../components/photo.tsx';
import { useMessages } from '../language.tsx';
import type { Picture } from './picture.ts';
import styles from './stage.module.css';

/** The moment that faces were looked for at is near the beginning. */
const MARKED_UNTIL_S = 0.4;

/** Own footage, playing at its real shape; its faces are outlined for as long as it stands at its beginning. */
export function FootageScreen(props: {
  picture: Picture;
  cut: { x: number; y: number };
  children: ReactNode;
  onPixels: (src: string, pixels: { width: number; height: number }) => void;
}) {
  const { stage } = useMessages();
  const { picture, cut, onPixels } = props;
  const [unplayable, setUnplayable] = useState(false);
  const [atStart, setAtStart] = useState(true);
  const style = { objectPosition: `${cut.x * 100}% ${cut.y * 100}%` };
  if (unplayable) {
    return (
      <>
        {picture.poster ? (
          <Photo className={styles.screen} src={picture.poster} alt={picture.alt} style={style} />
        ) : null}
        {props.children}
        <p className={styles.unplayable}>{stage.unplayable}</p>
      </>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: footage someone is about to use */}
      <video
        className={styles.screen}
        src={picture.src}
        poster={picture.poster ?? undefined}
        aria-label={picture.alt}
        style={style}
        controls
        playsInline
        preload="auto"
        onLoadedMetadata={({ currentTarget: video }) =>
          video.videoWidth > 0
            ? onPixels(picture.src, { width: video.videoWidth, height: video.videoHeight })
            : setUnplayable(true)
        }
        onTimeUpdate={({ currentTarget: { currentTime, paused } }) =>
          setAtStart(paused && currentTime < MARKED_UNTIL_S)
        }
        onPlay={() => setAtStart(false)}
        onError={() => setUnplayable(true)}
      />
      {atStart ? props.children : null}
    </>
  );
}
