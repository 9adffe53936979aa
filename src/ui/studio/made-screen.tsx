'use client';

import { useCallback, useRef, useState } from 'react';
import { classNames } from '../components/class-names.ts';
import { useMessages } from '../language.tsx';
import { attachPreview } from './attach-preview.ts';
import styles from './stage.module.css';

/** What is made: `previewUrl` an HLS playlist that grows, `final` the file once it is there. */
export type Made = {
  previewUrl: string | null;
  final: { src: string; poster: string | null } | null;
  autoPlay: boolean;
};

/**
 * Plays a video while it is made. When the file is there it takes over behind the scenes: it is brought to the same
 * moment first, and only then shown. The preview is silent so that it may begin by itself; the file is not, unless
 * someone silenced it.
 */
export function MadeScreen(props: {
  made: Made;
  onPreview: (video: HTMLVideoElement | null) => void;
}) {
  const { result } = useMessages();
  const [previewed, setPreviewed] = useState(false);
  const [taken, setTaken] = useState(false);
  const wasLoud = useRef(false);
  const { final, previewUrl, autoPlay } = props.made;
  const { preview, hasPlaylist, attach } = usePreview(previewUrl, props.onPreview);
  const showsPreview = hasPlaylist && !taken && (previewed || !final);
  const takeOver = (video: HTMLVideoElement) => {
    const before = preview.current;
    if (!before || !previewed) {
      if (autoPlay) play(video);
      return setTaken(true);
    }
    const settle = () => {
      const plays = !before.paused && !before.ended;
      video.muted = wasLoud.current && before.muted;
      video.volume = before.volume;
      before.pause();
      if (plays) play(video);
      setTaken(true);
    };
    video.addEventListener('seeked', settle, { once: true });
    video.currentTime = Math.min(before.currentTime, video.duration || 0);
  };
  return (
    <>
      {hasPlaylist && !taken ? (
        <video
          ref={attach}
          className={classNames(styles.screen, !showsPreview && styles.behind)}
          aria-label={final ? undefined : result.preview}
          aria-hidden={final !== null && !showsPreview}
          data-state="preview"
          controls
          playsInline
          muted
          autoPlay
          onPlaying={() => setPreviewed(true)}
          onVolumeChange={({ currentTarget }) => {
            wasLoud.current ||= !currentTarget.muted;
          }}
        />
      ) : null}
      {final ? (
        // biome-ignore lint/a11y/useMediaCaption: the words are the script beside it
        <video
          key={final.src.split('?')[0]}
          className={classNames(styles.screen, showsPreview && styles.behind)}
          src={final.src}
          poster={showsPreview ? undefined : (final.poster ?? undefined)}
          aria-label={result.title}
          data-state="final"
          controls
          playsInline
          preload="auto"
          onLoadedData={({ currentTarget }) => {
            if (!taken) onceInPage(preview.current, () => takeOver(currentTarget));
          }}
        />
      ) : null}
    </>
  );
}

/** The element of the preview, fed from the playlist for as long as it is there. */
function usePreview(url: string | null, onPreview: (video: HTMLVideoElement | null) => void) {
  const preview = useRef<HTMLVideoElement>(null);
  // The link is signed anew now and then; the playlist stays the same.
  const playlist = useRef(url);
  playlist.current ??= url;
  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      preview.current = video;
      onPreview(video);
      if (!video || !playlist.current) return;
      const release = attachPreview(video, playlist.current);
      return () => {
        release();
        preview.current = null;
        onPreview(null);
      };
    },
    [onPreview],
  );
  return { preview, hasPlaylist: playlist.current !== null, attach };
}

/** Whoever watches on the whole screen goes on there: it would end with the element. */
function onceInPage(video: HTMLVideoElement | null, then: () => void): void {
  const fillsPhone =
    video && 'webkitDisplayingFullscreen' in video && video.webkitDisplayingFullscreen === true;
  const end = fillsPhone ? 'webkitendfullscreen' : 'fullscreenchange';
  if (video && (fillsPhone || document.fullscreenElement === video)) {
    video.addEventListener(end, then, { once: true });
  } else then();
}

/** With sound where the browser lets a page begin with it. */
function play(video: HTMLVideoElement): void {
  video.play().catch(({ name }: Error) => {
    if (name !== 'NotAllowedError') return;
    video.muted = true;
    video.play().catch(() => undefined);
  });
}
