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
import styles from './cast.module.css';
import { PORTRAIT } from './picture.ts';
import type { Upload } from './use-upload.ts';

const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

type CastProps = {
  portraits: Portrait[] | undefined;
  loading: boolean;
  failed: boolean;
  slow: boolean;
  own: Asset[];
  chosen: string | null;
  upload: Upload;
  uploadPreview: string | null;
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
      {props.slow ? <p className={styles.slow}>{messages.stillLoading}</p> : null}
    </section>
  );
}

function OwnPicture({ upload, uploadPreview, disabled, onFile }: CastProps) {
  const { cast } = useMessages();
  const sending = upload.state === 'sending';
  return (
    <FileButton
      label={cast.choosePicture}
      accept="image/jpeg,image/png,image/webp,image/gif,image/bmp"
      className={styles.person}
      disabled={disabled}
      onFile={onFile}
    >
      <span className={classNames(styles.face, styles.own)}>
        {sending && uploadPreview ? (
          <Photo className={styles.sending} src={uploadPreview} alt="" />
        ) : (
          <Icon name="plus" />
        )}
      </span>
      <span className={styles.name}>
        {sending ? cast.sending(Math.floor(upload.progress * 100)) : cast.own}
      </span>
    </FileButton>
  );
}

function People({ portraits, own, chosen, upload, uploadPreview, onChoose }: CastProps) {
  const { language, messages } = useLanguage();
  const sent = upload.state === 'sent' ? upload : null;
  const sentIsListed = own.some(({ id }) => id === sent?.assetId);
  const people = [
    ...(sent && uploadPreview && !sentIsListed
      ? [{ reference: sent.assetId, src: uploadPreview, name: sent.file.name, about: '' }]
      : []),
    ...own.map(({ id, thumbnail_url, url, filename }) => ({
      reference: id,
      src: thumbnail_url ?? url ?? '',
      name: filename || messages.cast.unnamed,
      about: '',
    })),
    ...(portraits ?? []).map(({ name, url, title, description }) => ({
      reference: `${PORTRAIT}${name}`,
      src: url,
      name: title[language],
      about: description[language],
    })),
  ];
  return people.map(({ reference, src, name, about }) => (
    <label key={reference} className={styles.person} title={about || name}>
      <input
        className="visually-hidden"
        type="radio"
        name="picture"
        value={reference}
        checked={reference === chosen}
        onChange={() => onChoose(reference)}
      />
      <span className={styles.face}>{src ? <Photo src={src} alt={about} /> : null}</span>
      <span className={styles.name}>{name}</span>
    </label>
  ));
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
