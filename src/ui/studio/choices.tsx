'use client';

import { useId } from 'react';
import type { LabelPolicy } from '#/domain/label.ts';
import type { Voice } from '#/domain/voice.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { Slider } from '../components/slider.tsx';
import { useLanguage, useMessages } from '../language.tsx';
import styles from './choices.module.css';
import {
  CAPTIONS,
  type Captions,
  type Draft,
  FORMATS,
  type Format,
  LENGTHS,
  type Length,
} from './draft.ts';
import { SHAPES, type Shape, SIZES, type Size } from './frame-size.ts';

type ChoicesProps = {
  draft: Draft;
  isFootage: boolean;
  voices: Voice[] | undefined;
  voicesFailed: boolean;
  automatic: Voice | null;
  label: LabelPolicy;
  disabled: boolean;
  onChange: (change: Partial<Draft>) => void;
  onRetryVoices: () => void;
};

/** A narrow column of choices, each with a default that is good as it is. */
export function Choices(props: ChoicesProps) {
  const { draft, onChange, disabled } = props;
  const { choices } = useMessages();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="visually-hidden">
        {choices.title}
      </h2>
      <fieldset className={styles.choices} disabled={disabled}>
        {draft.mode === 'script' ? <VoiceChoice {...props} /> : null}
        {draft.mode === 'script' ? (
          <Choice<Captions>
            label={choices.captions}
            values={CAPTIONS}
            names={choices.captionKinds}
            value={draft.captions}
            onChange={(captions) => onChange({ captions })}
          />
        ) : null}
        <Segmented<Shape>
          label={choices.shape}
          value={draft.shape}
          segments={SHAPES.map((shape) => ({ value: shape, label: choices.shapes[shape] }))}
          onChange={(shape) => onChange({ shape })}
        />
        {props.isFootage ? (
          <Choice<Length>
            label={choices.length}
            values={LENGTHS}
            names={choices.lengths}
            value={draft.length}
            onChange={(length) => onChange({ length })}
          />
        ) : null}
        <More {...props} />
      </fieldset>
      <p className={styles.label}>
        <Icon name="info" size={16} />
        {choices.label[props.label]}
      </p>
    </section>
  );
}

function VoiceChoice(props: ChoicesProps) {
  const { language, messages } = useLanguage();
  const { choices, tryAgain } = messages;
  const { draft, voices, automatic, onChange } = props;
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const groups = Map.groupBy(voices ?? [], (voice) => voice.language);
  const auto = automatic ? choices.voiceAuto(automatic.title[language]) : choices.voiceAutoPlain;
  const hint = draft.voice === null ? choices.voiceHint : undefined;
  return (
    <Field
      label={choices.voice}
      hint={
        props.voicesFailed ? (
          <>
            {choices.voiceFailed}{' '}
            <Button kind="quiet" className={styles.inline} onClick={props.onRetryVoices}>
              {tryAgain}
            </Button>
          </>
        ) : (
          hint
        )
      }
    >
      {({ id, hintId }) => (
        <Select
          id={id}
          aria-describedby={hintId}
          value={draft.voice ?? ''}
          onChange={(event) => onChange({ voice: event.target.value || null })}
        >
          <option value="">{auto}</option>
          {[...groups].map(([tag, group]) => (
            <optgroup key={tag} label={languages.of(tag) ?? tag}>
              {group.map((voice) => (
                <option key={voice.name} value={`voice:${voice.name}`}>
                  {voice.title[language]}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** One of a few by name. */
function Choice<T extends string>(props: {
  label: string;
  values: readonly T[];
  names: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}) {
  const { values, names } = props;
  return (
    <Field label={props.label}>
      {({ id }) => (
        <Select
          id={id}
          value={props.value}
          onChange={(event) => {
            const value = values.find((each) => each === event.target.value);
            if (value) props.onChange(value);
          }}
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {names[value]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** What is good as it is nearly always. */
function More({ draft, isFootage, disabled, onChange }: ChoicesProps) {
  const { choices } = useMessages();
  const percent = (value: number) => choices.percent(Math.round(value * 100));
  return (
    <details className={styles.more}>
      <summary>
        {choices.more}
        <Icon name="chevron" size={16} />
      </summary>
      <div className={styles.sliders}>
        <Choice<Size>
          label={choices.size}
          values={SIZES}
          names={choices.sizes}
          value={draft.size}
          onChange={(size) => onChange({ size })}
        />
        <Choice<Format>
          label={choices.format}
          values={FORMATS}
          names={choices.formats}
          value={draft.format}
          onChange={(format) => onChange({ format })}
        />
        <Slider
          label={choices.expression}
          ends={choices.expressionEnds}
          value={draft.expression}
          text={percent(draft.expression)}
          disabled={disabled}
          onChange={(expression) => onChange({ expression })}
        />
        {isFootage ? null : (
          <Slider
            label={choices.headMotion}
            ends={choices.headMotionEnds}
            value={draft.headMotion}
            text={percent(draft.headMotion)}
            disabled={disabled}
            onChange={(headMotion) => onChange({ headMotion })}
          />
        )}
      </div>
    </details>
  );
}
