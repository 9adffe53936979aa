import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Face } from './face.ts';
import { type FaceRow, fromRow, packRows, toRow, unpackRows } from './pack-faces.ts';

/** Where one person's face is in every frame of footage, in a file: an hour of it is never in memory. */
export interface FaceTrack extends Disposable {
  /** Frames it covers, from the first on. */
  readonly frames: number;
  /** The face in a frame, null where it is not seen. Frames are unpacked by the dozen: asking in order is quick. */
  face(index: number): Face | null;
}

/** A track while it is made. What is said of a frame can be asked for at once, and is what will be read from the file. */
export interface FaceTrackWriter extends FaceTrack {
  push(face: Face | null): void;
  /** Makes the file one that `openFaceTrack` reads; it covers the first `frames` of those pushed. */
  finish(frames: number): void;
}

const MAGIC = 0x3154464d;
const FORMAT = 1;
/** Magic, format, frames, length of `about`. */
const HEADER = 16;
/** Length, frames and checksum of a chunk. */
const CHUNK_HEADER = 12;
const CHUNK = 64;
const MOST_CHUNK_BYTES = 1 << 20;

type Chunk = { at: number; bytes: number; from: number; frames: number };

/** `about` says what the track is of: only who says the same can open it. */
export function createFaceTrackWriter(path: string, about: string): FaceTrackWriter {
  const file = openSync(path, 'w+');
  const said = Buffer.from(about);
  const head = Buffer.alloc(HEADER);
  writeSync(file, Buffer.concat([head, said]), 0, HEADER + said.length, 0);
  const stored = new StoredRows(file);
  let end = HEADER + said.length;
  let rows: FaceRow[] = [];
  const close = () => {
    if (rows.length === 0) return;
    const packed = packRows(rows);
    writeSync(file, Buffer.concat([chunkHeader(packed, rows.length), packed]), 0, undefined, end);
    stored.add({ at: end + CHUNK_HEADER, bytes: packed.length, frames: rows.length });
    end += CHUNK_HEADER + packed.length;
    rows = [];
  };
  return {
    get frames() {
      return stored.frames + rows.length;
    },
    face: (index) => {
      const row = rows[index - stored.frames] ?? stored.row(index);
      return row ? fromRow(row) : null;
    },
    push: (face) => {
      rows.push(toRow(face));
      if (rows.length === CHUNK) close();
    },
    finish: (frames) => {
      close();
      [MAGIC, FORMAT, frames, said.length].forEach((value, i) => {
        head.writeUInt32LE(value, i * 4);
      });
      writeSync(file, head, 0, HEADER, 0);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Null when the file is no whole, undamaged track of just this. */
export function openFaceTrack(path: string, about: string): FaceTrack | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  const stored = new StoredRows(file);
  const frames = readChunks(file, about, stored);
  if (frames === null || stored.frames < frames) {
    closeSync(file);
    return null;
  }
  return {
    frames,
    face: (index) => {
      const row = index < frames ? stored.row(index) : null;
      return row && fromRow(row);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Finds the chunks of a file and checks each. @returns how many frames it says it covers; null where anything is amiss */
function readChunks(file: number, about: string, into: StoredRows): number | null {
  const said = Buffer.from(about);
  const head = readAt(file, 0, HEADER + said.length);
  if (!head) return null;
  const [magic, format, frames = 0, length] = [0, 4, 8, 12].map((at) => head.readUInt32LE(at));
  const ours = magic === MAGIC && format === FORMAT && length === said.length;
  if (!ours || !head.subarray(HEADER).equals(said)) return null;
  const { size } = fstatSync(file);
  for (let at = head.length; at < size; ) {
    const chunk = readChunk(file, at);
    // Every chunk but the last is full.
    if (!chunk || into.frames % CHUNK !== 0) return null;
    into.add(chunk);
    at = chunk.at + chunk.bytes;
  }
  return frames;
}

function readChunk(file: number, at: number): Omit<Chunk, 'from'> | null {
  const head = readAt(file, at, CHUNK_HEADER);
  if (!head) return null;
  const [bytes = 0, frames = 0, sum] = [0, 4, 8].map((offset) => head.readUInt32LE(offset));
  if (bytes > MOST_CHUNK_BYTES || frames === 0 || frames > CHUNK) return null;
  const packed = readAt(file, at + CHUNK_HEADER, bytes);
  return packed && crc32(packed) === sum ? { at: at + CHUNK_HEADER, bytes, frames } : null;
}

function chunkHeader(packed: Uint8Array, frames: number): Buffer {
  const head = Buffer.alloc(CHUNK_HEADER);
  [packed.length, frames, crc32(packed)].forEach((value, i) => {
    head.writeUInt32LE(value, i * 4);
  });
  return head;
}

function readAt(file: number, at: number, bytes: number): Buffer | null {
  const out = Buffer.alloc(bytes);
  return readSync(file, out, 0, bytes, at) === bytes ? out : null;
}

/** The rows of an open file's chunks; those of one chunk are held unpacked. */
class StoredRows {
  frames = 0;
  readonly #file: number;
  readonly #chunks: Chunk[] = [];
  #open: Chunk | null = null;
  #rows: FaceRow[] = [];

  constructor(file: number) {
    this.#file = file;
  }

  add(chunk: Omit<Chunk, 'from'>): void {
    this.#chunks.push({ ...chunk, from: this.frames });
    this.frames += chunk.frames;
  }

  row(index: number): FaceRow | null {
    if (index < 0 || index >= this.frames) return null;
    const chunk = this.#chunks[Math.floor(index / CHUNK)];
    if (!chunk) return null;
    if (chunk !== this.#open) {
      const packed = readAt(this.#file, chunk.at, chunk.bytes);
      this.#rows = packed ? unpackRows(packed, chunk.frames) : [];
      this.#open = chunk;
    }
    return this.#rows[index - chunk.from] ?? null;
  }
}
