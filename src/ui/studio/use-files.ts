'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { isUnderWay, type Upload } from '../uploads/upload.ts';
import { useUploads } from '../uploads/uploads-provider.tsx';
import type { Draft } from './draft.ts';
import { fileUse } from './file-use.ts';
import { useObjectUrl } from './use-object-url.ts';

type Use = 'picture' | 'recording';
type Change = (some: Partial<Draft>) => void;

/** A file brought to the stage, while this page has it. */
export type BroughtFile = {
  upload: Upload | null;
  /** An address of the file itself. */
  url: string | null;
  isSending: boolean;
  /** Gives the upload up. */
  cancel: () => void;
  /** Leaves the place on the stage; the upload goes on. */
  leave: () => void;
};

/** What a person brings: a picture or footage, and a recording, each sent as soon as it is chosen. */
export function useFiles(change: Change, onPicture: () => void) {
  const { queue } = useUploads();
  const [refused, setRefused] = useState(false);
  const picture = useBrought('picture', change, onPicture);
  const recording = useBrought('recording', change);
  const { bring: bringPicture } = picture;
  const { bring: bringRecording } = recording;
  const takePicture = useCallback(
    (file: File) => {
      setRefused(false);
      onPicture();
      change({ face: null });
      bringPicture(queue.add(file, 'picture'));
    },
    [onPicture, change, bringPicture, queue],
  );
  const takeRecording = useCallback(
    (file: File) => {
      setRefused(false);
      change({ mode: 'recording', recording: null });
      bringRecording(queue.add(file, 'recording'));
    },
    [change, bringRecording, queue],
  );
  const take = useCallback(
    (files: File[]) => {
      const uses = files.map((file) => ({ file, use: fileUse(file) }));
      setRefused(uses.some(({ use }) => use === null));
      for (const { file, use } of uses) {
        if (use === 'picture') takePicture(file);
        else if (use === 'recording') takeRecording(file);
      }
    },
    [takePicture, takeRecording],
  );
  return {
    picture: picture.file,
    recording: recording.file,
    takePicture,
    takeRecording,
    take,
    refused,
    forgive: useCallback(() => setRefused(false), []),
  };
}

/** The upload of one place on the stage. One that an earlier page began takes the place when it is free. */
function useBrought(use: Use, change: Change, onSent?: () => void) {
  const { queue, uploads } = useUploads();
  const [id, setId] = useState<string | null>(null);
  const left = useRef(new Set<string>());
  const delivered = useRef<string | null>(null);
  const upload = uploads.find((each) => each.id === id) ?? null;
  const earlier = uploads.findLast(
    (each) => each.use === use && isUnderWay(each) && !left.current.has(each.id),
  );
  const bring = useCallback(
    (next: string) => {
      if (id && id !== next) left.current.add(id);
      setId(next);
    },
    [id],
  );
  const leave = useCallback(() => {
    if (id) left.current.add(id);
    setId(null);
  }, [id]);
  const cancel = useCallback(() => {
    leave();
    if (id) queue.dismiss(id);
  }, [id, leave, queue]);
  useEffect(() => {
    if (!upload && earlier) {
      setId(earlier.id);
      if (use === 'recording') change({ mode: 'recording' });
    }
  }, [upload, earlier, use, change]);
  useEffect(() => {
    if (upload?.state !== 'sent' || !upload.assetId || delivered.current === upload.id) return;
    delivered.current = upload.id;
    change({ [use]: upload.assetId });
    onSent?.();
  }, [upload, use, change, onSent]);
  const file: BroughtFile = {
    upload,
    url: useObjectUrl(upload?.file ?? null),
    isSending: upload !== null && isUnderWay(upload),
    cancel,
    leave,
  };
  return { file, bring };
}
