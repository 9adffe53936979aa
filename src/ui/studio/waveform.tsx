'use client';

import { useEffect, useRef, useState } from 'react';
import { clock } from '../amounts.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';
import { readPeaks } from './peaks.ts';
import styles from './waveform.module.css';

const BARS = 160;
const BAR = 3;
const HEIGHT = 64;

/** A recording as a drawing one can play and seek in; `src` is where it plays from, `file` its bytes if they are here. */
export function Waveform(props: { src: string; file: File | null; autoPlay?: boolean }) {
  const { words } = useMessages();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState({ now: 0, length: 0 });
  const peaks = usePeaks(props.file ?? props.src);
  const follow = () => {
    const { currentTime, duration } = audio.current ?? { currentTime: 0, duration: 0 };
    setTime({ now: currentTime, length: Number.isFinite(duration) ? duration : 0 });
  };
  const toggle = () => {
    if (playing) audio.current?.pause();
    else audio.current?.play().catch(() => setPlaying(false));
  };
  return (
    <div className={styles.waveform}>
      {/* biome-ignore lint/a11y/useMediaCaption: a recording someone is about to use, unheard by others */}
      <audio
        ref={audio}
        src={props.src}
        preload="metadata"
        autoPlay={props.autoPlay}
        onLoadedMetadata={follow}
        onTimeUpdate={follow}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
      />
      <Button square aria-label={playing ? words.pause : words.play} onClick={toggle}>
        <Icon name={playing ? 'pause' : 'play'} />
      </Button>
      <div className={styles.drawing}>
        {peaks === 'unreadable' ? (
          <p className={styles.quiet}>{words.noWaveform}</p>
        ) : (
          <Bars peaks={peaks} played={time.length > 0 ? time.now / time.length : 0} />
        )}
        <input
          className={styles.seek}
          type="range"
          min={0}
          max={time.length || 1}
          step={0.1}
          value={time.now}
          aria-label={words.position}
          aria-valuetext={clock(time.now)}
          onChange={(event) => {
            if (audio.current) audio.current.currentTime = Number(event.target.value);
            follow();
          }}
        />
      </div>
      <span className={styles.quiet}>
        {clock(time.now)} / {clock(time.length)}
      </span>
    </div>
  );
}

function Bars(props: { peaks: Float32Array | null; played: number }) {
  const peaks = props.peaks ?? new Float32Array(BARS);
  const path = [...peaks]
    .map((peak, bar) => {
      const half = Math.max(0.75, (peak * HEIGHT) / 2 - 1);
      return `M${bar * BAR + BAR / 2} ${HEIGHT / 2 - half}v${half * 2}`;
    })
    .join('');
  return (
    <svg
      className={styles.bars}
      aria-hidden="true"
      viewBox={`0 0 ${BARS * BAR} ${HEIGHT}`}
      preserveAspectRatio="none"
      fill="none"
      strokeWidth="1.6"
      strokeLinecap="round"
    >
      <path className={styles.unplayed} d={path} />
      <path className={styles.played} d={path} style={{ '--played': props.played } as never} />
    </svg>
  );
}

function usePeaks(source: File | string): Float32Array | 'unreadable' | null {
  const [peaks, setPeaks] = useState<Float32Array | 'unreadable' | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    setPeaks(null);
    readPeaks(source, { count: BARS, signal: leaving.signal }).then(setPeaks, () => {
      if (!leaving.signal.aborted) setPeaks('unreadable');
    });
    return () => leaving.abort();
  }, [source]);
  return peaks;
}
