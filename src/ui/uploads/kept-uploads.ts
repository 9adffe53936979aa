import { clear, createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { UploadUse } from './upload.ts';

/** What outlives the page: enough to go on after a reload. */
export type KeptUpload = {
  id: string;
  /** The key that it was begun with. */
  owner: string;
  use: UploadUse;
  name: string;
  type: string;
  bytes: number;
  fingerprint: string;
  /** Where tus sends it; null before the server has answered. */
  url: string | null;
  paused: boolean;
};

/** Larger files are asked for again instead. */
const MOST_BYTES = 1_000_000_000;
/** Of what the browser grants, this share is left to others. */
const SPARED = 0.2;

let stores: { uploads: UseStore; files: UseStore } | undefined;

function open(): { uploads: UseStore; files: UseStore } {
  stores ??= {
    uploads: createStore('mouthpiece-uploads', 'uploads'),
    files: createStore('mouthpiece-upload-files', 'files'),
  };
  return stores;
}

/** Where the browser keeps nothing, as in some private windows, uploads only live as long as the page. */
export async function keepUpload(upload: KeptUpload): Promise<void> {
  await set(upload.id, upload, open().uploads).catch(() => undefined);
}

export async function keepFile(id: string, file: File): Promise<void> {
  if (file.size > MOST_BYTES || !(await hasRoom(file.size))) return;
  await set(id, file, open().files).catch(() => undefined);
}

export async function listKept(): Promise<KeptUpload[]> {
  const found = await entries<string, KeptUpload>(open().uploads).catch(() => []);
  return found.map(([, upload]) => upload).toSorted((a, b) => a.id.localeCompare(b.id));
}

export function findKeptFile(id: string): Promise<File | null> {
  return get<File>(id, open().files).then(
    (file) => file ?? null,
    () => null,
  );
}

export async function forgetKept(id: string): Promise<void> {
  await Promise.allSettled([del(id, open().uploads), del(id, open().files)]);
}

export async function forgetAllKept(): Promise<void> {
  await Promise.allSettled([clear(open().uploads), clear(open().files)]);
}

async function hasRoom(bytes: number): Promise<boolean> {
  // Not there on plain http: then the browser's own refusal decides.
  const estimate = await navigator.storage?.estimate().catch(() => null);
  if (!estimate?.quota) return true;
  return bytes < (estimate.quota - (estimate.usage ?? 0)) * (1 - SPARED);
}
