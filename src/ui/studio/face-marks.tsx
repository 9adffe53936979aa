'use client';

import { classNames } from '../components/class-names.ts';
import { useMessages } from '../language.tsx';
import styles from './face-marks.module.css';

/** Parts of the sides of the frame. */
export type FaceMark = { x: number; y: number; width: number; height: number };

/** The faces that were found, outlined in the frame; one of several is chosen by pressing it. */
export function FaceMarks(props: {
  marks: FaceMark[];
  chosen: number;
  disabled: boolean;
  onChoose: (index: number) => void;
}) {
  const { stage } = useMessages();
  const { marks, chosen } = props;
  if (marks.length === 0) return null;
  if (marks.length === 1) {
    return marks.map((mark) => (
      <span key="one" aria-hidden="true" className={styles.mark} style={placeOf(mark)} />
    ));
  }
  return (
    <fieldset className={styles.choice} disabled={props.disabled}>
      <legend className="visually-hidden">{stage.whoSpeaks}</legend>
      {marks.map((mark, index) => (
        <label
          // biome-ignore lint/suspicious/noArrayIndexKey: a face is its place in the row
          key={index}
          className={classNames(styles.mark, styles.one)}
          style={placeOf(mark)}
        >
          <input
            className="visually-hidden"
            type="radio"
            name="face"
            checked={index === chosen}
            aria-label={stage.face(index + 1, marks.length)}
            onChange={() => props.onChoose(index)}
          />
          <span className={styles.word}>{index === chosen ? stage.speaks : null}</span>
        </label>
      ))}
    </fieldset>
  );
}

function placeOf({ x, y, width, height }: FaceMark) {
  const percent = (part: number) => `${part * 100}%`;
  return { left: percent(x), top: percent(y), width: percent(width), height: percent(height) };
}
