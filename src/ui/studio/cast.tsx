'use client';

import { useId } from 'react';
import type { Asset } from '#/domain/asset.ts';
import type { Portrait } from '#/domain/voice.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { FileButton } from '../components/file-button.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { Photo } from '../components/photo.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { sentPart } from '../uploads/upload.ts';
import styles from './cast.module.css';
import { isFootageFile, PICTURE_TYPES } from './file-use.ts';
import { PORTRAIT } from './picture.ts';
import type { BroughtFile } from './use-files.ts';

const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

type CastProps = {
  portraits: Portrait[] | undefined;
  loading: boolean;
  failed: boolean;
  slow: boolean;
  own: Asset[];
  chosen: string | null;
  brought: BroughtFile;
  disabled: boolean;
  onChoose: (reference: string) => void;
  onFile: (file: File) => void;
  onRetry: () => void;
};

/** Everyone who can speak: a file of one's own first, then earlier ones, then the built-in people. */
export function Cast(props: CastProps) {
  const messages = useMessages();
  const heading = useId();
  const { portraits, disabled } = props;
  return (
    <section className={styles.cast} aria-labelledby={heading}>
      <h2 id={heading} className={styles.heading}>
        {messages.cast.title}
      </h2>
      {props.slow ? <p className={styles.slow}>{messages.stillLoading}</p> : null}
      {props.failed ? (
        <Notice tone="bad" action={<Button onClick={props.onRetry}>{messages.tryAgain}</Button>}>
          {messages.cast.failed}
        </Notice>
      ) : null}
      {portraits?.length === 0 ? <Notice tone="info">{messages.cast.none}</Notice> : null}
      <fieldset className={styles.people} disabled={disabled} aria-labelledby={heading}>
        <OwnPicture {...props} />
        <People {...props} />
        {props.loading ? <Placeholders /> : null}
      </fieldset>
    </section>
  );
}

function OwnPicture({ brought, disabled, onFile }: CastProps) {
  const { cast } = useMessages();
  const { upload, url, isSending } = brought;
  const preview = isSending && upload?.file && !isFootageFile(upload.file) ? url : null;
  return (
    <FileButton
      label={cast.choosePicture}
      accept={PICTURE_TYPES}
      className={styles.person}
      disabled={disabled}
      onFile={onFile}
    >
      <span className={classNames(styles.face, styles.own)}>
        {preview ? (
          <Photo className={styles.sending} src={preview} alt="" />
        ) : (
          <Icon name={isSending ? 'film' : 'plus'} />
        )}
      </span>
      <span className={styles.name}>
        {isSending && upload ? cast.sending(Math.floor(sentPart(upload) * 100)) : cast.own}
      </span>
    </FileButton>
  );
}

function People({ portraits, own, chosen, brought, onChoose }: CastProps) {
  const { language, messages } = useLanguage();
  const people = [
    ...justSent(brought, own),
    ...own.map(({ id, kind, thumbnail_url, url, filename }) => ({
      reference: id,
      src: thumbnail_url ?? (kind === 'image' ? url : null) ?? '',
      name: filename || messages.cast.unnamed,
      about: '',
      isFootage: kind === 'video',
    })),
    ...(portraits ?? []).map(({ name, url, title, description }) => ({
      reference: `${PORTRAIT}${name}`,
      src: url,
      name: title[language],
      about: description[language],
      isFootage: false,
    })),
  ];
  return people.map(({ reference, src, name, about, isFootage }) => (
    <label key={reference} className={styles.person} title={about || name}>
      <input
        className="visually-hidden"
        type="radio"
        name="picture"
        value={reference}
        checked={reference === chosen}
        onChange={() => onChoose(reference)}
      />
      <span className={styles.face}>
        {src ? <Photo src={src} alt={about} /> : <Icon name="film" />}
        {isFootage && src ? (
          <span className={styles.badge}>
            <Icon name="film" size={16} />
          </span>
        ) : null}
      </span>
      <span className={styles.name}>{name}</span>
    </label>
  ));
}

/** What has just been sent, before the server lists it. */
function justSent({ upload, url }: BroughtFile, own: Asset[]) {
  if (upload?.state !== 'sent' || !upload.assetId || !upload.file) return [];
  if (own.some(({ id }) => id === upload.assetId)) return [];
  const isFootage = isFootageFile(upload.file);
  const src = isFootage ? '' : (url ?? '');
  return [{ reference: upload.assetId, src, name: upload.name, about: '', isFootage }];
}

function Placeholders() {
  const { cast } = useMessages();
  return (
    <>
      <span className="visually-hidden" role="status">
        {cast.loading}
      </span>
      {PLACEHOLDERS.map((key) => (
        <span key={key} className={styles.person} aria-hidden="true">
          <Skeleton className={styles.face} />
          <Skeleton className={styles.noName} />
        </span>
      ))}
    </>
  );
}
