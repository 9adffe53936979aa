'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { FileButton } from '../components/file-button.tsx';
import { Icon } from '../components/icon.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { isUnderWay, sentPart, type Upload } from './upload.ts';
import styles from './upload-tray.module.css';
import { uploadWords } from './upload-words.ts';
import { useUploads } from './uploads-provider.tsx';

const SHOWN_WHEN_DONE_MS = 8_000;
const NEEDS_SOMEONE = ['fileless', 'failed'];

/** What is being sent, from every place: a button in the bar, and a panel under it with all of them. */
export function UploadTray() {
  const { uploads: words } = useMessages();
  const { uploads } = useUploads();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const root = useRef<HTMLDivElement>(null);
  useClosing(root, open, () => setOpen(false));
  useLoadedType(uploads.length > 0 ? words.waiting : '');
  const active = uploads.filter(isUnderWay);
  const isOver = useOver(uploads.every(({ state }) => state === 'sent'));
  if (uploads.length === 0 || (isOver && !open)) return null;
  const stuck = uploads.some(({ state }) => state === 'waiting' || NEEDS_SOMEONE.includes(state));
  const bytes = active.reduce((sum, upload) => sum + upload.bytes, 0);
  const sent = active.reduce((sum, upload) => sum + upload.sentBytes, 0);
  const percent = words.percent(Math.floor(bytes > 0 ? (sent * 100) / bytes : 0));
  const summary = active.length > 0 ? percent : words.done;
  return (
    <div className={styles.tray} ref={root}>
      <Button
        kind="quiet"
        className={classNames(styles.button, stuck && styles.stuck)}
        aria-label={`${words.title} ${summary}`}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <Icon name={stuck ? 'alert' : 'upload'} />
        <span className={styles.long}>{words.title} </span>
        <span>{summary}</span>
      </Button>
      <section id={panel} className={styles.panel} hidden={!open} aria-label={words.title}>
        <ul className={styles.list}>
          {uploads.map((upload) => (
            <li key={upload.id} className={styles.item}>
              <Item upload={upload} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Item({ upload }: { upload: Upload }) {
  const { language, messages } = useLanguage();
  const { queue } = useUploads();
  const { id, name, state } = upload;
  const line = uploadWords(upload, messages, language);
  return (
    <>
      <div className={styles.head}>
        <p className={styles.name}>{name}</p>
        <Actions upload={upload} />
      </div>
      {isUnderWay(upload) ? (
        <ProgressBar label={name} value={sentPart(upload)} text={line} />
      ) : null}
      <p
        className={classNames(
          styles.line,
          (state === 'waiting' || state === 'fileless') && styles.warn,
          state === 'failed' && styles.bad,
        )}
        role={state === 'sending' || state === 'queued' ? undefined : 'status'}
      >
        {line}
      </p>
      {state === 'fileless' ? (
        <FileButton
          label={messages.uploads.chooseAgain(name)}
          accept=""
          onFile={(file) => queue.add(file, upload.use)}
        >
          <span className={styles.again} key={id}>
            {messages.uploads.choose}
          </span>
        </FileButton>
      ) : null}
    </>
  );
}

function Actions({ upload }: { upload: Upload }) {
  const { uploads: words } = useMessages();
  const { queue } = useUploads();
  const { id, name, state } = upload;
  const runs = ['queued', 'sending', 'waiting'].includes(state);
  const resumes = upload.file !== null && (state === 'paused' || state === 'failed');
  return (
    <span className={styles.actions}>
      {runs ? (
        <Button square kind="quiet" aria-label={words.pause(name)} onClick={() => queue.pause(id)}>
          <Icon name="pause" size={16} />
        </Button>
      ) : null}
      {resumes ? (
        <Button
          square
          kind="quiet"
          aria-label={words.resume(name)}
          onClick={() => queue.resume(id)}
        >
          <Icon name="play" size={16} />
        </Button>
      ) : null}
      <Button
        square
        kind="quiet"
        aria-label={isUnderWay(upload) ? words.cancel(name) : words.remove(name)}
        onClick={() => queue.dismiss(id)}
      >
        <Icon name="close" size={16} />
      </Button>
    </span>
  );
}

/** Type comes in ranges as it is shown; what is said without a network has to be there before. */
function useLoadedType(text: string): void {
  useEffect(() => {
    if (text === '') return;
    const { font } = getComputedStyle(document.body);
    document.fonts.load(font, text).catch(() => undefined);
  }, [text]);
}

/** True once nothing has been left to say for a while. */
function useOver(done: boolean): boolean {
  const [over, setOver] = useState(done);
  useEffect(() => {
    if (!done) return setOver(false);
    const timer = setTimeout(setOver, SHOWN_WHEN_DONE_MS, true);
    return () => clearTimeout(timer);
  }, [done]);
  return over;
}

/** Escape and a press elsewhere close the panel. */
function useClosing(
  root: React.RefObject<HTMLElement | null>,
  open: boolean,
  close: () => void,
): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!open) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        latest.current();
        root.current?.querySelector('button')?.focus();
      },
      { signal },
    );
    window.addEventListener(
      'pointerdown',
      (event) => {
        if (!(event.target instanceof Node && root.current?.contains(event.target)))
          latest.current();
      },
      { signal },
    );
    return () => leaving.abort();
  }, [open, root]);
}
