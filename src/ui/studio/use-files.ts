'use client';

import { useCallback, useState } from 'react';
import type { Draft } from './draft.ts';
import { fileUse } from './file-use.ts';
import { useObjectUrl } from './use-object-url.ts';
import { useUpload } from './use-upload.ts';

/** The two files a person can bring: a picture and a recording, each sent as soon as it is chosen. */
export function useFiles(change: (some: Partial<Draft>) => void, onPicture: () => void) {
  const [refused, setRefused] = useState(false);
  const picture = useUpload(
    useCallback(
      (id: string) => {
        change({ picture: id });
        onPicture();
      },
      [change, onPicture],
    ),
  );
  const recording = useUpload(useCallback((id: string) => change({ recording: id }), [change]));
  const { start: startPicture } = picture;
  const { start: startRecording } = recording;
  const takePicture = useCallback(
    (file: File) => {
      setRefused(false);
      onPicture();
      startPicture(file);
    },
    [onPicture, startPicture],
  );
  const takeRecording = useCallback(
    (file: File) => {
      setRefused(false);
      change({ mode: 'recording', recording: null });
      startRecording(file);
    },
    [change, startRecording],
  );
  const take = useCallback(
    (file: File) => {
      const use = fileUse(file);
      if (use === 'picture') takePicture(file);
      else if (use === 'recording') takeRecording(file);
      else setRefused(true);
    },
    [takePicture, takeRecording],
  );
  return {
    picture: { ...picture, url: useFileUrl(picture.upload) },
    recording: { ...recording, url: useFileUrl(recording.upload) },
    takePicture,
    takeRecording,
    take,
    refused,
    forgive: useCallback(() => setRefused(false), []),
  };
}

function useFileUrl(upload: ReturnType<typeof useUpload>['upload']): string | null {
  return useObjectUrl(upload.state === 'idle' ? null : upload.file);
}
