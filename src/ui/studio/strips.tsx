'use client';

import type { ReactNode } from 'react';
import type { Task } from '#/domain/task.ts';
import { clock, fileSize } from '../amounts.ts';
import { Button, ButtonLink } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import { timeLeft } from '../time-left.ts';
import { sentPart, type Upload } from '../uploads/upload.ts';
import { uploadWords } from '../uploads/upload-words.ts';
import type { Pixels } from './frame-size.ts';
import { PreviewSeek } from './preview-seek.tsx';
import styles from './strips.module.css';
import { useAsset } from './use-asset.ts';
import { useNow } from './use-now.ts';

/** Before: who is on the stage, and how large the video will be. */
export function PictureStrip(props: {
  title: string | null;
  frame: Pixels | null;
  isCut: boolean;
  /** What was found out about the faces. */
  about: string | null;
  /** Whether the lines of the safe area are shown. */
  guided: boolean;
  onGuide: (guided: boolean) => void;
}) {
  const { stage } = useMessages();
  const facts = props.frame
    ? [props.isCut ? stage.aroundFace : null, stage.pixels(props.frame.width, props.frame.height)]
    : [];
  return (
    <div className={styles.row}>
      <p className={styles.title}>{props.title}</p>
      {props.about ? (
        <p className={styles.quiet} role="status">
          {props.about}
        </p>
      ) : null}
      <div className={styles.facts}>
        <p className={styles.quiet}>{facts.filter((each) => each !== null).join(' · ')}</p>
        {props.frame ? (
          <Button
            kind="quiet"
            square
            aria-label={stage.guides}
            title={stage.guides}
            aria-pressed={props.guided}
            onClick={() => props.onGuide(!props.guided)}
          >
            <Icon name="guides" />
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** A picture on its way to the server. */
export function SendingStrip(props: { upload: Upload; onCancel: () => void }) {
  const { language, messages } = useLanguage();
  const { upload } = props;
  return (
    <Moving
      words={upload.name}
      aside={uploadWords(upload, messages, language)}
      value={sentPart(upload)}
      button={<Button onClick={props.onCancel}>{messages.action.cancel}</Button>}
    />
  );
}

/** While it is made: where it is, how far, how long still. */
export function ProgressStrip(props: {
  task: Task;
  preview: HTMLVideoElement | null;
  cancelling: boolean;
  onCancel: () => void;
  onAnother: () => void;
}) {
  const { task, preview, cancelling } = props;
  const { progress, action } = useMessages();
  const now = useNow(true);
  const ahead =
    task.stage === 'queued' && task.queue_position !== null
      ? progress.ahead(task.queue_position)
      : null;
  const left = timeLeft(task.estimated_finish_time, now, progress);
  const percent = task.progress > 0 ? progress.percent(Math.floor(task.progress * 100)) : null;
  return (
    <Moving
      words={progress.stages[task.stage]}
      aside={[percent, ahead, left].filter((each) => each !== null).join(' · ')}
      value={task.progress > 0 ? task.progress : null}
      seek={preview ? <PreviewSeek video={preview} made={task.progress} /> : null}
      button={
        <>
          <Button kind="quiet" onClick={props.onAnother}>
            {action.another}
          </Button>
          <Button onClick={props.onCancel} aria-disabled={cancelling}>
            {cancelling ? action.cancelling : action.cancel}
          </Button>
        </>
      }
    />
  );
}

function Moving(props: {
  words: string;
  aside: string | null;
  value: number | null;
  /** Over the line. */
  seek?: ReactNode;
  button: ReactNode;
}) {
  const { progress } = useMessages();
  return (
    <div className={styles.moving}>
      <div className={styles.row}>
        <p className={styles.title} role="status">
          {props.words}
        </p>
        <p className={styles.quiet}>{props.aside}</p>
      </div>
      <div className={styles.timeline}>
        <ProgressBar
          label={progress.title}
          value={props.value}
          text={[props.words, props.aside].filter(Boolean).join(', ')}
        />
        {props.seek}
      </div>
      <div className={styles.beside}>{props.button}</div>
    </div>
  );
}

/** Done: the file, its length, and taking it along. */
export function ResultStrip(props: {
  task: Task;
  onStartOver: () => void;
  onSamePerson: () => void;
}) {
  const { language, messages } = useLanguage();
  const { result, stage } = messages;
  const { output } = props.task;
  const { asset } = useAsset(output?.asset_id ?? null);
  if (!output) return null;
  const facts = [
    output.duration === null ? null : clock(output.duration),
    output.width && output.height ? stage.pixels(output.width, output.height) : null,
    fileSize(output.bytes, language),
  ];
  return (
    <div className={styles.done}>
      <div className={classNames(styles.words, styles.narrow)}>
        <p className={styles.title} role="status">
          {result.ready}
        </p>
        <p className={styles.file}>
          <span className={styles.filename}>{asset?.filename ?? props.task.name}</span>
          <span>{facts.filter((each) => each !== null).join(' · ')}</span>
        </p>
      </div>
      <div className={styles.buttons}>
        <Button kind="secondary" onClick={props.onStartOver}>
          {result.startOver}
        </Button>
        <Button kind="secondary" onClick={props.onSamePerson}>
          {result.samePerson}
        </Button>
        {output.captions_url ? (
          <ButtonLink href={output.captions_url} download>
            {result.captions}
          </ButtonLink>
        ) : null}
        <ButtonLink kind="primary" href={output.url} download>
          <Icon name="download" />
          {result.download}
        </ButtonLink>
      </div>
    </div>
  );
}

/** Not done: what happened, and the one thing to do. */
export function ProblemStrip(props: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className={styles.done} role="alert">
      <div className={styles.words}>
        <p className={styles.problem}>
          <Icon name="alert" />
          {props.title}
        </p>
        <p className={styles.quiet}>{props.children}</p>
      </div>
      <div className={styles.buttons}>{props.action}</div>
    </div>
  );
}

/** A plain word on how things are. */
export function QuietStrip(props: { text: string; action?: ReactNode }) {
  return (
    <div className={styles.done}>
      <p className={styles.words} role="status">
        {props.text}
      </p>
      {props.action ? <div className={styles.buttons}>{props.action}</div> : null}
    </div>
  );
}
