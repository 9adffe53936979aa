'use client';

import { memo, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { clock, fileSize } from '../amounts.ts';
import { classNames } from '../components/class-names.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { Photo } from '../components/photo.tsx';
import { useLanguage } from '../language.tsx';
import { sentPart } from '../uploads/upload.ts';
import { useUploads } from '../uploads/uploads-provider.tsx';
import { receivedPart, stateOf, timeKept } from './asset-facts.ts';
import styles from './asset-tile.module.css';

/** A pointer that only passes by plays nothing. */
const REST_MS = 180;

type Props = {
  asset: Asset;
  /** Of the picture, in pixels. */
  size: { width: number; height: number };
  now: number;
  opened: boolean;
  picked: boolean;
  /** Whether anything is picked: the boxes then stay in sight. */
  picking: boolean;
  onOpen: (id: string) => void;
  onPick: (id: string, how: { on: boolean; range: boolean }) => void;
};

export const AssetTile = memo(function AssetTile(props: Props) {
  const { asset, size, picked } = props;
  const { language, messages } = useLanguage();
  const words = messages.library;
  const { playing, hover } = useHoverPlay(asset);
  const shift = useRef(false);
  const kept = timeKept(asset, props.now, words);
  const part = useReceivedPart(asset);
  const state = stateOf(asset, words, part);
  const length = asset.duration === null ? null : clock(asset.duration);
  const spoken = [words.kinds[asset.kind ?? 'unknown'], state ?? length].filter(Boolean).join(', ');
  const facts = [kept, asset.bytes === null ? null : fileSize(asset.bytes, language)];
  return (
    <div
      className={classNames(styles.tile, props.picking && styles.picking, picked && styles.picked)}
      style={{ width: size.width }}
      {...hover}
    >
      <button
        type="button"
        className={styles.open}
        data-tile={asset.id}
        aria-label={words.open(asset.filename, spoken)}
        aria-pressed={props.opened}
        onClick={() => props.onOpen(asset.id)}
      >
        <span className={styles.picture} style={{ height: size.height }} data-room="dark">
          <Face asset={asset} playing={playing} state={state} part={part} length={length} />
        </span>
      </button>
      <label className={styles.pick}>
        <input
          type="checkbox"
          aria-label={words.select(asset.filename)}
          checked={picked}
          onClick={(event) => {
            shift.current = event.shiftKey;
          }}
          onChange={({ target }) =>
            props.onPick(asset.id, { on: target.checked, range: shift.current })
          }
        />
      </label>
      <p className={styles.name} title={asset.filename}>
        {asset.filename}
      </p>
      <p className={styles.facts}>{facts.filter((fact) => fact !== null).join(' · ')}</p>
    </div>
  );
});

type FaceProps = {
  asset: Asset;
  playing: boolean;
  state: string | null;
  part: number | null;
  length: string | null;
};

function Face({ asset, playing, state, part, length }: FaceProps) {
  return (
    <>
      {asset.thumbnail_url ? (
        <Photo src={asset.thumbnail_url} alt="" loading="lazy" className={styles.photo} />
      ) : (
        <span className={styles.sign}>
          <Icon name={signOf(asset)} size={28} />
        </span>
      )}
      {playing && asset.url ? (
        <video className={styles.photo} src={asset.url} muted autoPlay loop playsInline />
      ) : null}
      {state ? (
        <span className={classNames(styles.state, asset.status === 'rejected' && styles.bad)}>
          {state}
          {part === null ? null : (
            <span className={styles.part}>
              <span style={{ transform: `scaleX(${part})` }} />
            </span>
          )}
        </span>
      ) : null}
      {length === null ? null : <span className={styles.length}>{length}</span>}
    </>
  );
}

function signOf({ status, kind }: Asset): IconName {
  if (status === 'rejected') return 'alert';
  if (kind === 'audio') return 'wave';
  return status === 'ready' ? 'film' : 'upload';
}

/** How far a file is that comes in: as this tab sends it, or as the server fetches it. */
function useReceivedPart(asset: Asset): number | null {
  const { uploads } = useUploads();
  if (asset.status !== 'uploading') return null;
  const upload = uploads.find(({ assetId }) => assetId === asset.id);
  return upload ? sentPart(upload) : receivedPart(asset);
}

/** Video plays without sound while a mouse rests on it; not where motion is unwanted. */
function useHoverPlay({ kind, url }: Asset) {
  const [playing, setPlaying] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onPointerEnter = ({ pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse' || kind !== 'video' || url === null) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    timer.current = setTimeout(() => setPlaying(true), REST_MS);
  };
  const onPointerLeave = () => {
    clearTimeout(timer.current);
    setPlaying(false);
  };
  return { playing, hover: { onPointerEnter, onPointerLeave } };
}
