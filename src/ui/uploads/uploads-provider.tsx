'use client';

import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Upload } from './upload.ts';
import { UploadQueue } from './upload-queue.ts';

const UploadsContext = createContext<UploadQueue | null>(null);
const NONE: readonly Upload[] = [];

/** Uploads of this tab, which go on from place to place. */
export function UploadsProvider(props: { owner: string | null; children: ReactNode }) {
  const [queue] = useState(() => new UploadQueue(props.owner));
  useEffect(() => {
    void queue.restore();
  }, [queue]);
  return <UploadsContext value={queue}>{props.children}</UploadsContext>;
}

export function useUploads(): { queue: UploadQueue; uploads: readonly Upload[] } {
  const queue = use(UploadsContext);
  if (!queue) throw new Error('useUploads needs an UploadsProvider above it');
  const uploads = useSyncExternalStore(queue.subscribe, queue.list, () => NONE);
  return { queue, uploads };
}
