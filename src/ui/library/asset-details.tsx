'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { clock, fileSize } from '../amounts.ts';
import { useTRPC } from '../api.tsx';
import { Button, ButtonLink } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { Photo } from '../components/photo.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './asset-details.module.css';
import { stateOf, useInCreate } from './asset-facts.ts';
import { KeepFor } from './keep-for.tsx';
import type { LongestDays } from './longest-days.ts';
import { RemoveButton } from './remove-button.tsx';
import type { useLibraryActions } from './use-library-actions.ts';

const CHECK_MS = 3_000;

/** One asset whole, beside the grid; on a phone over it. */
export function AssetDetails(props: {
  id: string;
  longestDays: LongestDays;
  actions: ReturnType<typeof useLibraryActions>;
  onClose: () => void;
}) {
  const { id, onClose } = props;
  const { library: words, errors } = useMessages();
  const trpc = useTRPC();
  const { data: asset, error } = useQuery(
    trpc.assets.get.queryOptions(
      { id },
      {
        refetchInterval: ({ state }) =>
          state.data && ['uploading', 'probing'].includes(state.data.status) ? CHECK_MS : false,
      },
    ),
  );
  const code = error && problemCode(error);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const close = useCallback(() => {
    onClose();
    document.querySelector<HTMLElement>(`[data-tile="${CSS.escape(id)}"]`)?.focus();
  }, [id, onClose]);
  useEscape(close);
  return (
    <aside
      ref={panel}
      className={styles.panel}
      tabIndex={-1}
      aria-label={asset?.filename ?? words.files}
    >
      <div className={styles.head}>
        <h2 className={styles.name}>{asset?.filename}</h2>
        <Button kind="quiet" square aria-label={words.close} title={words.close} onClick={close}>
          <Icon name="close" />
        </Button>
      </div>
      {code ? <Notice tone="bad">{code === 'not_found' ? words.gone : errors[code]}</Notice> : null}
      {asset && !code ? <Whole {...props} asset={asset} onGone={onClose} /> : null}
      {asset || code ? null : <Skeleton className={styles.waiting} />}
    </aside>
  );
}

/** Wherever the focus is, but not while a dialog has it. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!document.querySelector('dialog[open]')) onEscape();
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [onEscape]);
}

function Whole(props: {
  asset: Asset;
  longestDays: LongestDays;
  actions: ReturnType<typeof useLibraryActions>;
  onGone: () => void;
}) {
  const { asset, actions } = props;
  const { library: words, errors } = useMessages();
  const use = useInCreate(asset);
  return (
    <>
      <Player asset={asset} />
      {asset.error ? (
        <Notice tone="bad" title={words.rejected}>
          {errors[asset.error.code]}
        </Notice>
      ) : null}
      {asset.url ? (
        <div className={styles.actions}>
          {use ? <ButtonLink href={use}>{words.use}</ButtonLink> : null}
          <ButtonLink href={`${asset.url}&download=1`} download>
            <Icon name="download" />
            {words.download}
          </ButtonLink>
          {asset.captions_url ? (
            <ButtonLink href={`${asset.captions_url}&download=1`} download>
              <Icon name="download" />
              {words.downloadCaptions}
            </ButtonLink>
          ) : null}
        </div>
      ) : null}
      <Facts asset={asset} />
      {asset.status === 'uploading' ? null : (
        <KeepFor
          key={asset.expires_at}
          asset={asset}
          longest={props.longestDays[asset.origin]}
          keep={actions.keep}
        />
      )}
      <div className={styles.last}>
        <RemoveButton
          count={1}
          pending={actions.remove.isPending}
          onRemove={() =>
            actions.remove.mutate(
              { ids: [asset.id] },
              { onSuccess: ({ data }) => data.every(({ deleted }) => deleted) && props.onGone() },
            )
          }
        />
      </div>
    </>
  );
}

function Player(props: { asset: Asset }) {
  const { asset } = props;
  const words = useMessages().library;
  const { url } = asset;
  const state = stateOf(asset, words);
  if (!url || !asset.kind) {
    return asset.status === 'rejected' ? null : (
      <div className={styles.player} data-room="dark">
        <p className={styles.quiet} role="status">
          {state}
        </p>
      </div>
    );
  }
  if (asset.kind === 'audio') {
    // biome-ignore lint/a11y/useMediaCaption: a recording has none; speech made here shows its script with its task
    return <audio className={styles.sound} src={url} controls preload="metadata" />;
  }
  return (
    <div className={styles.player} data-room="dark">
      {asset.kind === 'image' ? (
        <Photo src={url} alt={asset.filename} className={styles.whole} />
      ) : (
        <video
          className={styles.whole}
          src={url}
          poster={asset.thumbnail_url ?? undefined}
          aria-label={asset.filename}
          controls
          playsInline
          preload="metadata"
        >
          <track
            kind="captions"
            label={words.captions}
            src={asset.captions_url ?? undefined}
            default={asset.captions_url !== null}
          />
        </video>
      )}
    </div>
  );
}

function Facts(props: { asset: Asset }) {
  const { asset } = props;
  const { language, messages } = useLanguage();
  const words = messages.library;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const { width, height, duration, fps, bytes, expires_at: until } = asset;
  const codecs = [asset.video_codec, asset.audio_codec].filter((codec) => codec !== null);
  const facts: [string, string | null][] = [
    [words.sourceLabel, words.origins[asset.origin]],
    [words.size, bytes === null ? null : fileSize(bytes, language)],
    [words.pixels, width && height ? `${width} × ${height}` : null],
    [words.length, duration === null ? null : clock(duration)],
    [words.frames, fps === null ? null : words.perSecond(number.format(fps))],
    [words.codecs, codecs.length > 0 ? codecs.join(', ') : null],
    [words.added, date.format(new Date(asset.created_at))],
    [words.keptUntil, until === null ? words.forever : date.format(new Date(until))],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
