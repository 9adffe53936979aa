import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';

/** What may wait for the disk while it takes what came before: few large writes instead of many small ones. */
const WAITING_BYTES = 256 * 1024;

/**
 * Writes pieces into a file from `start` on, and into the hash. Their memory is given back as soon as they are written:
 * left to the garbage collector, the pieces of a few uploads at once are hundreds of megabytes.
 */
export class PieceWriter extends Writable {
  readonly #file: FileHandle;
  readonly #hash: Hash | null;
  /** Behind the last byte written. */
  position: number;

  constructor(file: FileHandle, { start, hash }: { start: number; hash: Hash | null }) {
    super({ highWaterMark: WAITING_BYTES });
    this.#file = file;
    this.#hash = hash;
    this.position = start;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this._writev([{ chunk }], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#put(chunks.map(({ chunk }) => chunk)).then(() => done(), done);
  }

  async #put(pieces: Buffer[]): Promise<void> {
    for (const piece of pieces) this.#hash?.update(piece);
    for (let rest = pieces; rest.length > 0; ) {
      const { bytesWritten } = await this.#file.writev(rest, this.position);
      this.position += bytesWritten;
      rest = without(rest, bytesWritten);
    }
    for (const { buffer, byteLength } of pieces) {
      // A piece of a larger buffer shares it with others.
      if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
    }
  }
}

/** What is left of the pieces when so many bytes of them have been written. */
function without(pieces: Buffer[], bytes: number): Buffer[] {
  let written = bytes;
  return pieces.flatMap((piece) => {
    const taken = Math.min(written, piece.length);
    written -= taken;
    return taken < piece.length ? [piece.subarray(taken)] : [];
  });
}
