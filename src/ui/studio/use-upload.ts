'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Upload as TusUpload } from 'tus-js-client';
import { type ProblemCode, readCode } from '../problem-code.ts';

/** A file on its way to being an asset. `progress` is 0..1 of its bytes. */
export type Upload =
  | { state: 'idle' }
  | { state: 'sending'; file: File; progress: number }
  | { state: 'sent'; file: File; assetId: string }
  | { state: 'failed'; file: File; code: ProblemCode };

const ENDPOINT = '/api/v1/uploads';
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000];

/** One resumable upload at a time; a new file or leaving the page ends the one before. */
export function useUpload(onSent: (assetId: string) => void) {
  const [upload, setUpload] = useState<Upload>({ state: 'idle' });
  const running = useRef<{ tus?: TusUpload; left: boolean } | null>(null);

  const leave = useCallback(() => {
    if (!running.current) return;
    running.current.left = true;
    running.current.tus?.abort().catch(() => undefined);
    running.current = null;
  }, []);

  const start = useCallback(
    (file: File) => {
      leave();
      const run: { tus?: TusUpload; left: boolean } = { left: false };
      running.current = run;
      const show = (next: Upload) => {
        if (!run.left) setUpload(next);
      };
      show({ state: 'sending', file, progress: 0 });
      send(file, {
        onStart: (tus) => {
          run.tus = tus;
          return !run.left;
        },
        onProgress: (progress) => show({ state: 'sending', file, progress }),
        onSent: (assetId) => {
          show({ state: 'sent', file, assetId });
          if (!run.left) onSent(assetId);
        },
        onFailed: (code) => show({ state: 'failed', file, code }),
      }).catch(() => show({ state: 'failed', file, code: 'network' }));
    },
    [leave, onSent],
  );

  const clear = useCallback(() => {
    leave();
    setUpload({ state: 'idle' });
  }, [leave]);

  useEffect(() => leave, [leave]);
  return { upload, start, clear };
}

type Listener = {
  /** False when nobody waits for this upload any more. */
  onStart: (tus: TusUpload) => boolean;
  onProgress: (progress: number) => void;
  onSent: (assetId: string) => void;
  onFailed: (code: ProblemCode) => void;
};

async function send(file: File, listener: Listener): Promise<void> {
  const { DetailedError, Upload: Tus } = await import('tus-js-client');
  const tus = new Tus(file, {
    endpoint: ENDPOINT,
    retryDelays: RETRY_DELAYS_MS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type },
    onProgress: (sent, total) => listener.onProgress(total ? sent / total : 0),
    onSuccess: () => {
      const id = tus.url?.split('?')[0]?.split('/').at(-1);
      if (id) listener.onSent(id);
      else listener.onFailed('internal');
    },
    onError: (error) => {
      const response = error instanceof DetailedError ? error.originalResponse : null;
      listener.onFailed(
        response ? failureCode(response.getStatus(), response.getBody()) : 'network',
      );
    },
  });
  if (!listener.onStart(tus)) return;
  const [earlier] = await tus.findPreviousUploads();
  if (earlier) tus.resumeFromPreviousUpload(earlier);
  tus.start();
}

function failureCode(status: number, body: string): ProblemCode {
  try {
    const code = readCode(JSON.parse(body));
    if (code) return code;
  } catch {
    // An answer that is no problem document: the status has to do.
  }
  if (status === 401) return 'unauthorized';
  return status === 413 ? 'payload_too_large' : 'internal';
}
