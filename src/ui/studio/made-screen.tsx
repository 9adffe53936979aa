'use client';

import { useEffect, useRef, useState } from 'react';
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

/** Tells the line under the picture how much of what is made so far has been played, without rendering anything anew. */
function markPlayed(video: HTMLVideoElement): void {
  const { seekable, currentTime } = video;
  const end = seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
  const part = end > 0 ? Math.min(1, currentTime / end) : 0;
  video.closest<HTMLElement>('#stage')?.style.setProperty('--played', part.toFixed(4));
}

/**
 * Plays a video while it is made. When the file is there it takes over behind the scenes: it is brought to the same
 * moment first, and only then shown.
 */
export function MadeScreen({ made }: { made: Made }) {
  const { result } = useMessages();
  const preview = useRef<HTMLVideoElement>(null);
  const [previewed, setPreviewed] = useState(false);
  const [taken, setTaken] = useState(false);
  const { final, previewUrl, autoPlay } = made;
  // The link is signed anew now and then; the playlist stays the same.
  const playlist = useRef(previewUrl);
  playlist.current ??= previewUrl;
  const hasPlaylist = playlist.current !== null;
  useEffect(() => {
    const video = preview.current;
    if (!video || !hasPlaylist || !playlist.current) return;
    return attachPreview(video, playlist.current);
  }, [hasPlaylist]);
  const showsPreview = hasPlaylist && !taken && (previewed || !final);
  const takeOver = (video: HTMLVideoElement) => {
    const before = preview.current;
    if (!before || !previewed) {
      if (autoPlay && hasPlaylist) video.play().catch(() => undefined);
      return setTaken(true);
    }
    const settle = () => {
      const plays = !before.paused && !before.ended;
      video.muted = before.muted;
      video.volume = before.volume;
      before.pause();
      if (plays) video.play().catch(() => undefined);
      setTaken(true);
    };
    video.addEventListener('seeked', settle, { once: true });
    video.currentTime = Math.min(before.currentTime, video.duration || 0);
  };
  return (
    <>
      {hasPlaylist && !taken ? (
        <video
          ref={preview}
          className={classNames(styles.screen, !showsPreview && styles.behind)}
          aria-label={final ? undefined : result.preview}
          aria-hidden={final !== null && !showsPreview}
          data-state="preview"
          controls
          playsInline
          muted
          autoPlay
          onPlaying={() => setPreviewed(true)}
          onTimeUpdate={(event) => markPlayed(event.currentTarget)}
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
          autoPlay={autoPlay && !hasPlaylist}
          preload="auto"
          onLoadedData={({ currentTarget }) => {
            if (!taken) takeOver(currentTarget);
          }}
        />
      ) : null}
    </>
  );
}
