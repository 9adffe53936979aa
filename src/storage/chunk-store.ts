import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What was declared of a file that comes in pieces: all but the last have `chunkBytes`. */
export type DeclaredChunks = { bytes: number; chunkBytes: number; mime?: string | undefined };

export const CHUNKS_SUFFIX = '.chunks';
const DECLARED = 'declared.json';

/**
 * Files in pieces: a folder `ID.chunks` with what was declared and each piece that is whole, under its number. A piece
 * appears by a move, so one that is seen is whole whatever happened to its sender or to us.
 */
export class ChunkStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #place(id: string): string {
    return join(this.#folder, id + CHUNKS_SUFFIX);
  }

  async begin(id: string, declared: DeclaredChunks): Promise<void> {
    await mkdir(this.#place(id), { recursive: true });
    const path = join(this.#place(id), DECLARED);
    await writeFile(`${path}.part`, JSON.stringify(declared), { flush: true });
    await rename(`${path}.part`, path);
  }

  async find(id: string): Promise<DeclaredChunks | null> {
    const text = await readFile(join(this.#place(id), DECLARED), 'utf8').catch(() => null);
    return text === null ? null : JSON.parse(text);
  }

  /** Takes over a whole piece from a path in the same file system. One that is there already is replaced. */
  async adopt(id: string, index: number, path: string): Promise<void> {
    const handle = await open(path, 'r');
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(path, join(this.#place(id), String(index)));
  }

  /** Numbers of the pieces that are here, rising. */
  async list(id: string): Promise<number[]> {
    const names = await readdir(this.#place(id)).catch(() => []);
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** Writes pieces 0 to `count - 1` into one file. @returns its SHA-256 in hexadecimal */
  async join(id: string, count: number, path: string): Promise<string> {
    const hash = createHash('sha256');
    const folder = this.#place(id);
    async function* pieces() {
      for (let index = 0; index < count; index++) {
        for await (const bytes of createReadStream(join(folder, String(index)))) {
          hash.update(bytes);
          yield bytes;
        }
      }
    }
    await pipeline(Readable.from(pieces()), createWriteStream(path, { flags: 'wx' }));
    return hash.digest('hex');
  }

  /** Removes the pieces; what was declared stays, for whoever asks again. */
  async clear(id: string): Promise<void> {
    for (const index of await this.list(id)) {
      await rm(join(this.#place(id), String(index)), { force: true });
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#place(id), { recursive: true, force: true });
  }
}
