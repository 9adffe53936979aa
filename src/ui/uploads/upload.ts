import type { ProblemCode } from '../problem-code.ts';

/** What an upload is wanted for on the stage; null for none but keeping it. */
export type UploadUse = 'picture' | 'recording' | null;

/**
 * `queued` waits for others of this tab, `waiting` for the server to be reached again, `fileless` for the person to
 * choose the file again: its bytes were too many to be kept over a reload.
 */
export type UploadState =
  | 'queued'
  | 'sending'
  | 'waiting'
  | 'paused'
  | 'fileless'
  | 'sent'
  | 'failed';

/** A file on its way to being an asset. */
export type Upload = {
  id: string;
  use: UploadUse;
  name: string;
  type: string;
  bytes: number;
  state: UploadState;
  sentBytes: number;
  /** Null while it is not known. */
  bytesPerS: number | null;
  /** The asset it becomes, known from the beginning of the transfer on. */
  assetId: string | null;
  code: ProblemCode | null;
  file: File | null;
};

/** What tells a file again when it is chosen once more. */
export function fingerprint(file: {
  name: string;
  size: number;
  type: string;
  lastModified: number;
}): string {
  return [file.name, file.size, file.type, file.lastModified].join('|');
}

export function isUnderWay({ state }: Upload): boolean {
  return state !== 'sent' && state !== 'failed';
}

/** 0..1 of the bytes. */
export function sentPart({ sentBytes, bytes }: Upload): number {
  return bytes > 0 ? Math.min(1, sentBytes / bytes) : 0;
}
