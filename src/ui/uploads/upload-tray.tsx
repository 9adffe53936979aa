'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { FileButton } from '../components/file-button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
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
  const summary = useSummary(uploads);
  const isOver = useOver(uploads.every(({ state }) => state === 'sent'));
  if (uploads.length === 0 || (isOver && !open)) return null;
  const stuck = uploads.some(({ state }) => state === 'waiting' || NEEDS_SOMEONE.includes(state));
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

/** How far all of them are, else how many failed, else that they are done. */
function useSummary(uploads: readonly Upload[]): string {
  const { uploads: words } = useMessages();
  const [earlier, setEarlier] = useState<ReadonlySet<string>>(new Set());
  const hasEnded = !uploads.some(isUnderWay);
  useEffect(() => {
    if (hasEnded) setEarlier(new Set(uploads.map(({ id }) => id)));
  }, [hasEnded, uploads]);
  if (hasEnded) {
    const failed = uploads.filter(({ state }) => state === 'failed').length;
    return failed > 0 ? words.failed(failed) : words.done;
  }
  // What was sent counts until all have ended, so that the part never falls.
  const counted = uploads.filter(
    (upload) => isUnderWay(upload) || (upload.state === 'sent' && !earlier.has(upload.id)),
  );
  const bytes = counted.reduce((sum, upload) => sum + upload.bytes, 0);
  const sent = counted.reduce((sum, upload) => sum + upload.sentBytes, 0);
  return words.percent(Math.floor(bytes > 0 ? (sent * 100) / bytes : 0));
}

function Item({ upload }: { upload: Upload }) {
  const { language, messages } = useLanguage();
  const { queue } = useUploads();
  const [asked, setAsked] = useState(false);
  const { id, name, state } = upload;
  const dismiss = () => queue.dismiss(id);
  const line = uploadWords(upload, messages, language);
  return (
    <>
      <div className={styles.head}>
        <p className={styles.name}>{name}</p>
        <Actions upload={upload} onRemove={isUnderWay(upload) ? () => setAsked(true) : dismiss} />
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
      {asked && isUnderWay(upload) ? (
        <Question onDiscard={dismiss} onKeep={() => setAsked(false)} />
      ) : null}
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

function Question(props: { onDiscard: () => void; onKeep: () => void }) {
  const { uploads: words } = useMessages();
  return (
    <div className={styles.question}>
      <p>{words.discardQuestion}</p>
      <Button onClick={props.onDiscard}>
        <Icon name="trash" />
        {words.discard}
      </Button>
      <Button kind="quiet" autoFocus onClick={props.onKeep}>
        {words.keep}
      </Button>
    </div>
  );
}

function Actions({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const { uploads: words } = useMessages();
  const { queue } = useUploads();
  const { id, name, state } = upload;
  const runs = ['queued', 'sending', 'waiting'].includes(state);
  const resumes = upload.file !== null && (state === 'paused' || state === 'failed');
  return (
    <span className={styles.actions}>
      {runs ? (
        <IconButton icon="pause" label={words.pause(name)} onPress={() => queue.pause(id)} />
      ) : null}
      {resumes ? (
        <IconButton icon="play" label={words.resume(name)} onPress={() => queue.resume(id)} />
      ) : null}
      <IconButton
        icon="close"
        label={isUnderWay(upload) ? words.cancel(name) : words.remove(name)}
        onPress={onRemove}
      />
    </span>
  );
}

function IconButton(props: { icon: IconName; label: string; onPress: () => void }) {
  const { label } = props;
  return (
    <Button square kind="quiet" aria-label={label} title={label} onClick={props.onPress}>
      <Icon name={props.icon} size={16} />
    </Button>
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
