'use client';

import { useRef } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';

/** A chooser of any number of files behind the one next action of the page. */
export function AddFiles(props: { onFiles: (files: File[]) => void }) {
  const words = useMessages().library;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept="image/*,audio/*,video/*"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
      <Button kind="primary" onClick={() => input.current?.click()}>
        <Icon name="plus" />
        {words.add}
      </Button>
    </>
  );
}
