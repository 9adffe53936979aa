import type { Readable } from 'node:stream';

export type ByteRange = { start: number; end: number };

/**
 * Where finished files live. Names are made by us, objects are immutable, and a name appears only once its bytes are
 * whole and synced.
 */
export interface BlobStore {
  /** Takes over a finished local file: it is synced and moved (or uploaded), the path is gone afterwards. */
  adopt(name: string, path: string): Promise<void>;
  /** Bytes of the object, or of the inclusive range. @throws when the object does not exist. */
  open(name: string, range?: ByteRange): Readable;
  /** Makes the object available as a local file that the caller may only read. */
  fetchTo(name: string, path: string): Promise<void>;
  stat(name: string): Promise<{ bytes: number } | null>;
  /** Every object, and what is left of those that were never finished, with when it came here. */
  list(): AsyncIterable<{ name: string; storedAt: Date }>;
  /** Removing what is not there is no error. */
  remove(name: string): Promise<void>;
}
