'use client';

import { type ReactNode, useId } from 'react';
import { Button } from '../components/button.tsx';
import { FileButton } from '../components/file-button.tsx';
import { Icon } from '../components/icon.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { Segmented } from '../components/segmented.tsx';
import { TextArea } from '../components/text-area.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import type { Messages } from '../messages/en.ts';
import type { Draft, WordsMode } from './draft.ts';
import { estimateSpeechS } from './script-language.ts';
import { clock } from './time-words.ts';
import type { Upload } from './use-upload.ts';
import styles from './words.module.css';

const MIN_SHOWN_S = 1;

/** What is said: a script to be spoken, or a recording of someone speaking. */
export function Words(props: {
  draft: Draft;
  maxScriptLength: number;
  disabled: boolean;
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
        </div>
        {draft.mode === 'script' ? <Script {...props} /> : props.recording}
      </fieldset>
    </section>
  );
}

function Script(props: {
  draft: Draft;
  maxScriptLength: number;
  disabled: boolean;
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
          <span>{seconds >= MIN_SHOWN_S ? spoken(seconds, words) : null}</span>
        )}
        <span id={countId} className={over > 0 ? styles.over : undefined}>
          {over > 0
            ? words.tooLong(number.format(over))
            : words.count(number.format(used), number.format(maxScriptLength))}
        </span>
      </div>
    </div>
  );
}

function spoken(seconds: number, words: Messages['words']): string {
  return seconds < 59.5 ? words.seconds(Math.round(seconds)) : words.minutes(clock(seconds));
}

/** The place of a recording: where to put one, how far it is, then its waveform (`children`). */
export function Recording(props: {
  upload: Upload;
  chosen: boolean;
  filename: string | null;
  checking: boolean;
  disabled: boolean;
  problem: string | null;
  children: ReactNode;
  onFile: (file: File) => void;
  onRemove: () => void;
}) {
  const { words } = useMessages();
  const sending = props.upload.state === 'sending' ? props.upload : null;
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
            <span>{words.recordingHint}</span>
          </span>
        </FileButton>
        <p className={styles.problem} role="alert">
          {props.problem}
        </p>
      </div>
    );
  }
  const percent = sending ? words.sending(Math.floor(sending.progress * 100)) : null;
  return (
    <div className={styles.script}>
      <div className={styles.recording}>
        {props.children}
        {sending ? (
          <div className={styles.sending}>
            <ProgressBar label={words.recording} value={sending.progress} text={percent ?? ''} />
          </div>
        ) : null}
      </div>
      <div className={styles.foot}>
        <span className={styles.filename}>{props.filename}</span>
        <span className={styles.state}>
          {percent ?? (props.checking ? words.checking : null)}
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
