'use client';

import { useEffect, useState } from 'react';

/** Files may be dropped anywhere on the page; true while one hovers over it. */
export function useDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => leaving.abort();
  }, [onFile]);
  return over;
}

/** What a dropped file can be used as, by its declared type or else its name; null for neither. */
export function fileUse(file: { type: string; name: string }): 'picture' | 'recording' | null {
  if (file.type.startsWith('image/')) return 'picture';
  if (file.type.startsWith('audio/')) return 'recording';
  if (/\.(jpe?g|png|webp|gif|bmp)$/i.test(file.name)) return 'picture';
  if (/\.(mp3|wav|m4a|aac|flac|ogg|opus|oga)$/i.test(file.name)) return 'recording';
  return null;
}
