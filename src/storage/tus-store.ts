import { createHash, type Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { LRUCache } from 'lru-cache';
import { PieceWriter } from './piece-writer.ts';

const MAX_HASHES = 10_000;

type Upload = Awaited<ReturnType<FileStore['getUpload']>>;

/**
 * Partial uploads in a folder: `ID` holds the bytes, `ID.json` what was declared. An upload whose bytes have moved into
 * the blob store keeps its declaration, so a client that missed the last answer learns that it is complete.
 */
export class UploadStore extends FileStore {
  /** Of uploads whose bytes have all passed through this process, as far as they have come. */
  readonly #hashes = new LRUCache<string, { hash: Hash; bytes: number }>({ max: MAX_HASHES });

  constructor(directory: string, expiryMs: number) {
    super({ directory, expirationPeriodInMilliseconds: expiryMs });
  }

  pathOf(id: string): string {
    return join(this.directory, id);
  }

  override async getUpload(id: string): Promise<Upload> {
    try {
      return await super.getUpload(id);
    } catch (error) {
      const declared = await this.configstore.get(id);
      if (!declared?.size) throw error;
      return { ...declared, offset: declared.size, sizeIsDeferred: false };
    }
  }

  /** Fails with the cause of a failed write, where the base class keeps it to itself. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const before = this.#hashes.get(id);
    this.#hashes.delete(id);
    const hash =
      offset === 0 ? createHash('sha256') : before?.bytes === offset ? before.hash : null;
    await using file = await open(this.pathOf(id), 'r+');
    const target = new PieceWriter(file, { start: offset, hash });
    await pipeline(source, target);
    if (hash) this.#hashes.set(id, { hash, bytes: target.position });
    return target.position;
  }

  /** The hash of all bytes of an upload; null when not all of them were written here, one after the other. */
  takeSha256(id: string, bytes: number): string | null {
    const known = this.#hashes.get(id);
    this.#hashes.delete(id);
    return known?.bytes === bytes ? known.hash.digest('hex') : null;
  }

  /** Removing what is not there is no error. */
  override async remove(id: string): Promise<void> {
    this.#hashes.delete(id);
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }
}
