import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';

type Upload = Awaited<ReturnType<FileStore['getUpload']>>;

/**
 * Partial uploads in a folder: `ID` holds the bytes, `ID.json` what was declared. An upload whose bytes have moved into
 * the blob store keeps its declaration, so a client that missed the last answer learns that it is complete.
 */
export class UploadStore extends FileStore {
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
    const target = createWriteStream(this.pathOf(id), { flags: 'r+', start: offset });
    await pipeline(source, target);
    return offset + target.bytesWritten;
  }

  /** Removing what is not there is no error. */
  override async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }
}
