'use client';

import { type ReactNode, useId } from 'react';
import { Photo } from '../components/photo.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useMessages } from '../language.tsx';
import { useHint } from '../use-media.ts';
import { FootageScreen } from './footage-screen.tsx';
import { type Pixels, SQUARE } from './frame-size.ts';
import { type Made, MadeScreen } from './made-screen.tsx';
import type { Picture } from './picture.ts';
import styles from './stage.module.css';

type StageProps = {
  picture: Picture | null;
  /** The picture's place is known to fill, only not yet here. */
  loading: boolean;
  frame: Pixels | null;
  /** Which part of the picture the frame shows, 0..1 between its edges. */
  cut: { x: number; y: number };
  /** How much of the picture is lit, 0..1 from the left edge; null lights all of it. */
  lit: number | null;
  /** What is being made or is done, in place of the picture; `id` tells one from the next. */
  made: (Made & { id: string }) | null;
  /** Over the picture: outlined faces, a line of captions. */
  overlay: ReactNode;
  strip: ReactNode;
  /** Hears of the preview while there is one. */
  onPreview: (video: HTMLVideoElement | null) => void;
  onPixels: (src: string, pixels: Pixels) => void;
};

/** The dark room with the one bright thing in it, and a strip under it that says what is going on. */
export function Stage(props: StageProps) {
  const { stage } = useMessages();
  const emptyHint = useHint(stage.emptyHint);
  const heading = useId();
  const { width, height } = props.frame ?? SQUARE;
  return (
    <section
      id="stage"
      className={styles.stage}
      data-room="dark"
      tabIndex={-1}
      aria-labelledby={heading}
    >
      <h2 id={heading} className="visually-hidden">
        {stage.title}
      </h2>
      <div className={styles.room}>
        {props.picture || props.loading || props.made ? (
          <div className={styles.frame} style={{ '--ratio': width / height } as never}>
            <Screen {...props} />
          </div>
        ) : (
          <div className={styles.empty}>
            <p className={styles.emptyTitle}>{stage.empty}</p>
            <p>{emptyHint}</p>
          </div>
        )}
      </div>
      <div className={styles.strip}>{props.strip}</div>
    </section>
  );
}

function Screen({ picture, lit, made, cut, overlay, onPreview, onPixels }: StageProps) {
  const { stage } = useMessages();
  if (made) return <MadeScreen key={made.id} made={made} onPreview={onPreview} />;
  if (!picture) {
    return (
      <>
        <span className="visually-hidden" role="status">
          {stage.loading}
        </span>
        <Skeleton className={styles.screen} />
      </>
    );
  }
  const unlit =
    lit === null ? null : (
      <span className={styles.unlit} style={{ transform: `scaleX(${1 - lit})` }} />
    );
  if (picture.isFootage) {
    return (
      <>
        <FootageScreen key={picture.src} picture={picture} cut={cut} onPixels={onPixels}>
          {overlay}
        </FootageScreen>
        {unlit}
      </>
    );
  }
  return (
    <>
      <Photo
        key={picture.src}
        className={styles.screen}
        src={picture.src}
        alt={picture.alt}
        style={{ objectPosition: `${cut.x * 100}% ${cut.y * 100}%` }}
        ref={(image) => {
          // A picture that came before the page was ready has had its load event.
          if (image?.complete && image.naturalWidth > 0) report(picture.src, image, onPixels);
        }}
        onLoad={(event) => report(picture.src, event.currentTarget, onPixels)}
      />
      {overlay}
      {unlit}
    </>
  );
}

function report(
  src: string,
  image: HTMLImageElement,
  onPixels: (src: string, pixels: Pixels) => void,
): void {
  onPixels(src, { width: image.naturalWidth, height: image.naturalHeight });
}
