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
import type { Draft } from './draft.ts';
import { SHAPES, type Shape, SIZES, type Size } from './frame-size.ts';

type ChoicesProps = {
  draft: Draft;
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
        <Segmented<Shape>
          label={choices.shape}
          value={draft.shape}
          segments={SHAPES.map((shape) => ({ value: shape, label: choices.shapes[shape] }))}
          onChange={(shape) => onChange({ shape })}
        />
        <Field label={choices.size}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.size}
              onChange={(event) => {
                const size = SIZES.find((each) => each === event.target.value);
                if (size) onChange({ size });
              }}
            >
              {SIZES.map((size: Size) => (
                <option key={size} value={size}>
                  {choices.sizes[size]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Liveliness {...props} />
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

function Liveliness({ draft, disabled, onChange }: ChoicesProps) {
  const { choices } = useMessages();
  const percent = (value: number) => choices.percent(Math.round(value * 100));
  return (
    <details className={styles.more}>
      <summary>
        {choices.more}
        <Icon name="chevron" size={16} />
      </summary>
      <div className={styles.sliders}>
        <Slider
          label={choices.expression}
          ends={choices.expressionEnds}
          value={draft.expression}
          text={percent(draft.expression)}
          disabled={disabled}
          onChange={(expression) => onChange({ expression })}
        />
        <Slider
          label={choices.headMotion}
          ends={choices.headMotionEnds}
          value={draft.headMotion}
          text={percent(draft.headMotion)}
          disabled={disabled}
          onChange={(headMotion) => onChange({ headMotion })}
        />
      </div>
    </details>
  );
}
