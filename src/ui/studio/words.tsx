'use client';

import { type ReactNode, useId } from 'react';
import { clock } from '../amounts.ts';
import { Button } from '../components/button.tsx';
import { FileButton } from '../components/file-button.tsx';
import { Icon } from '../components/icon.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { Segmented } from '../components/segmented.tsx';
import { TextArea } from '../components/text-area.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import type { Messages } from '../messages/en.ts';
import { sentPart, type Upload } from '../uploads/upload.ts';
import { uploadWords } from '../uploads/upload-words.ts';
import { useHint } from '../use-media.ts';
import type { Draft, WordsMode } from './draft.ts';
import { estimateSpeechS } from './script-language.ts';
import type { Heard } from './use-listen.ts';
import { Waveform } from './waveform.tsx';
import styles from './words.module.css';

const MIN_SHOWN_S = 1;

/** The way back to an empty page, and back from it. */
type Anew = { isTouched: boolean; clear: () => void; restore: (() => void) | null };

/** What is said: a script to be spoken, or a recording of someone speaking. */
export function Words(props: {
  draft: Draft;
  maxScriptLength: number;
  disabled: boolean;
  heard: Heard;
  anew: Anew;
  recording: ReactNode;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { draft, disabled, onChange } = props;
  const { words } = useMessages();
  const heading = useId();
  return (
    <section className={styles.words} aria-labelledby={heading}>
      <h2 id={heading} className="visually-hidden">
        {words.title}
      </h2>
      <fieldset disabled={disabled} className={styles.set}>
        <div className={styles.head}>
          <Segmented<WordsMode>
            label={words.title}
            hideLabel
            value={draft.mode}
            segments={[
              { value: 'script', label: words.script },
              { value: 'recording', label: words.recording },
            ]}
            onChange={(mode) => onChange({ mode })}
          />
          {disabled ? null : <BeginAnew {...props.anew} />}
        </div>
        {draft.mode === 'script' ? <Script {...props} /> : props.recording}
      </fieldset>
    </section>
  );
}

function BeginAnew({ isTouched, clear, restore }: Anew) {
  const { words } = useMessages();
  if (restore) {
    return (
      <Button kind="quiet" className={styles.anew} onClick={restore}>
        {words.restore}
      </Button>
    );
  }
  return isTouched ? (
    <Button kind="quiet" className={styles.anew} onClick={clear}>
      {words.anew}
    </Button>
  ) : null;
}

function Script(props: {
  draft: Draft;
  maxScriptLength: number;
  disabled: boolean;
  heard: Heard;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { draft, maxScriptLength, onChange } = props;
  const { language, messages } = useLanguage();
  const { words } = messages;
  const countId = useId();
  const number = new Intl.NumberFormat(language);
  const used = draft.script.trim().length;
  const over = used - maxScriptLength;
  const seconds = estimateSpeechS(draft.script);
  return (
    <div className={styles.script}>
      <TextArea
        id="script"
        rows={4}
        aria-label={words.script}
        aria-describedby={countId}
        aria-invalid={over > 0}
        placeholder={words.placeholder}
        value={draft.script}
        onChange={(event) => onChange({ script: event.target.value })}
      />
      <div className={styles.foot}>
        {draft.script === '' && !props.disabled ? (
          <Button
            kind="quiet"
            className={styles.sample}
            onClick={() => onChange({ script: words.sampleText })}
          >
            {words.sample}
          </Button>
        ) : (
          <span className={styles.listening}>
            {props.heard.state === 'ready' || used === 0 || over > 0 ? null : (
              <Listen heard={props.heard} />
            )}
            {seconds >= MIN_SHOWN_S ? spoken(seconds, words) : null}
          </span>
        )}
        <span id={countId} className={over > 0 ? styles.over : undefined}>
          {over > 0
            ? words.tooLong(number.format(over))
            : words.count(number.format(used), number.format(maxScriptLength))}
        </span>
      </div>
      <SpokenScript heard={props.heard} />
    </div>
  );
}

/** Speaks the script before anything is rendered. */
function Listen({ heard }: { heard: Heard }) {
  const { words } = useMessages();
  const busy = heard.state === 'speaking';
  return (
    <Button
      kind="quiet"
      className={styles.listen}
      aria-disabled={busy}
      onClick={busy ? undefined : heard.listen}
    >
      <Icon name="sound" size={16} />
      {busy ? words.speaking : words.listen}
    </Button>
  );
}

function SpokenScript({ heard }: { heard: Heard }) {
  const { words, errors } = useMessages();
  if (heard.audio) {
    return (
      <section className={styles.heard} aria-label={words.heard}>
        <Waveform key={heard.audio.assetId} src={heard.audio.url} file={null} autoPlay />
      </section>
    );
  }
  return (
    <p className={styles.problem} role="alert">
      {heard.problem ? errors[heard.problem] : null}
    </p>
  );
}

function spoken(seconds: number, words: Messages['words']): string {
  return seconds < 59.5 ? words.seconds(Math.round(seconds)) : words.minutes(clock(seconds));
}

/** The place of a recording: where to put one, how far it is, then its waveform (`children`). */
export function Recording(props: {
  /** Present while it is being sent. */
  upload: Upload | null;
  chosen: boolean;
  filename: string | null;
  checking: boolean;
  disabled: boolean;
  problem: string | null;
  children: ReactNode;
  onFile: (file: File) => void;
  onRemove: () => void;
}) {
  const { language, messages } = useLanguage();
  const { words } = messages;
  const recordingHint = useHint(words.recordingHint);
  const sending = props.upload;
  if (!props.chosen && !sending) {
    return (
      <div className={styles.script}>
        <FileButton
          label={words.chooseRecording}
          accept="audio/*,.mp3,.wav,.m4a,.flac,.ogg"
          disabled={props.disabled}
          onFile={props.onFile}
        >
          <span className={styles.drop}>
            <Icon name="wave" />
            <span className={styles.choose}>{words.chooseRecording}</span>
            <span>{recordingHint}</span>
          </span>
        </FileButton>
        <p className={styles.problem} role="alert">
          {props.problem}
        </p>
      </div>
    );
  }
  const line = sending && uploadWords(sending, messages, language);
  return (
    <div className={styles.script}>
      <div className={styles.recording}>
        {props.children}
        {sending ? (
          <div className={styles.sending}>
            <ProgressBar label={words.recording} value={sentPart(sending)} text={line ?? ''} />
          </div>
        ) : null}
      </div>
      <div className={styles.foot}>
        <span className={styles.filename}>{props.filename}</span>
        <span className={styles.state}>
          {line ?? (props.checking ? words.checking : null)}
          <Button
            kind="quiet"
            square
            aria-label={words.removeRecording}
            title={words.removeRecording}
            onClick={props.onRemove}
          >
            <Icon name="close" size={16} />
          </Button>
        </span>
      </div>
      <p className={styles.problem} role="alert">
        {props.problem}
      </p>
    </div>
  );
}
