import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './file-button.module.css';

/** A native file chooser that looks like its children; it takes the keyboard as one would expect. */
export function FileButton(props: {
  label: string;
  accept: string;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
  onFile: (file: File) => void;
}) {
  const id = useId();
  return (
    <span className={classNames(styles.frame, props.className)}>
      <input
        id={id}
        className={styles.input}
        type="file"
        accept={props.accept}
        disabled={props.disabled}
        aria-label={props.label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) props.onFile(file);
        }}
      />
      {props.children}
    </span>
  );
}
