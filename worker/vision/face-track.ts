import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '#/domain/errors.ts';
import type { Face } from './face.ts';
import { headRotation } from './head-rotation.ts';
import { MESH_POINTS } from './trace-mesh.ts';

/** One person through footage: where the face is in every frame, or null where it is not seen. */
export interface FaceTrack {
  readonly frames: number;
  /** Frames are unpacked as they are asked for, so asking in order is quick; outside the track there is no face. */
  face(index: number): Face | null;
}

/** Packs a track while it is made; what it keeps is a few hundred bytes a frame. */
export interface FaceTrackWriter {
  push(face: Face | null): void;
  /**
   * The packed track: places to an eighth of a pixel, score to a hundredth. Several times smaller than the meshes, as what
   * is kept is how each differs from the two before it.
   */
  finish(): Uint8Array;
}

const MAGIC = 0x3154464d;
const VERSION = 1;
const CHUNK = 64;
const VALUES = MESH_POINTS * 3;
const STEPS = 8;
/** Depth is only used for the turn of the head. */
const DEPTH_STEPS = 2;
const ROW = 1 + VALUES;
const HEADER = 12;

/** Packs a whole track. */
export function encodeFaceTrack(faces: readonly (Face | null)[]): Uint8Array {
  const writer = createFaceTrackWriter();
  for (const face of faces) writer.push(face);
  return writer.finish();
}

export function createFaceTrackWriter(): FaceTrackWriter {
  const chunks: Uint8Array[] = [];
  let rows: Int16Array[] = [];
  let frames = 0;
  const close = () => {
    if (rows.length > 0) chunks.push(packRows(rows));
    rows = [];
  };
  return {
    push: (face) => {
      rows.push(quantised(face));
      frames += 1;
      if (rows.length === CHUNK) close();
    },
    finish: () => {
      close();
      const size = chunks.reduce((sum, chunk) => sum + 4 + chunk.length, HEADER);
      const out = new Uint8Array(size);
      const view = new DataView(out.buffer);
      view.setUint32(0, MAGIC, true);
      view.setUint32(4, VERSION, true);
      view.setUint32(8, frames, true);
      let at = HEADER;
      for (const chunk of chunks) {
        view.setUint32(at, chunk.length, true);
        out.set(chunk, at + 4);
        at += 4 + chunk.length;
      }
      return out;
    },
  };
}

/** Opens a packed track. @throws AppError `internal` when it is not one, or is incomplete. */
export function decodeFaceTrack(bytes: Uint8Array): FaceTrack {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw broken();
  if (view.getUint32(4, true) !== VERSION) throw broken();
  const frames = view.getUint32(8, true);
  const chunks: Uint8Array[] = [];
  for (let at = HEADER; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : 0;
    if (length === 0 || at + 4 + length > bytes.length) throw broken();
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (chunks.length !== Math.ceil(frames / CHUNK)) throw broken();
  let open = -1;
  let rows: Int16Array[] = [];
  return {
    frames,
    face: (index) => {
      if (index < 0 || index >= frames) return null;
      const chunk = Math.floor(index / CHUNK);
      if (chunk !== open) rows = unpackRows(chunks[chunk] ?? new Uint8Array());
      open = chunk;
      const row = rows[index % CHUNK];
      return row ? faceOf(row) : null;
    },
  };
}

function broken(): AppError {
  return new AppError('internal', 'A stored face track is damaged.');
}

function quantised(face: Face | null): Int16Array {
  const row = new Int16Array(ROW);
  if (!face) return row;
  row[0] = Math.max(1, Math.round(face.score * 100));
  for (let i = 0; i < VALUES; i += 1) {
    row[1 + i] = Math.round((face.mesh[i] ?? 0) * (i % 3 === 2 ? DEPTH_STEPS : STEPS));
  }
  return row;
}

function faceOf(row: Int16Array): Face | null {
  if (row[0] === 0) return null;
  const mesh = new Float32Array(VALUES);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < VALUES; i += 3) {
    const x = (row[1 + i] as number) / STEPS;
    const y = (row[2 + i] as number) / STEPS;
    mesh[i] = x;
    mesh[i + 1] = y;
    mesh[i + 2] = (row[3 + i] as number) / DEPTH_STEPS;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return {
    score: (row[0] as number) / 100,
    box: { x: left, y: top, width: right - left, height: bottom - top },
    mesh,
    rotation: headRotation(mesh),
  };
}

/** Differences to the frame before, less those of the point before; low bytes and high bytes apart, deflated. */
function packRows(rows: Int16Array[]): Uint8Array {
  const count = rows.length * ROW;
  const bytes = new Uint8Array(count * 2);
  rows.forEach((row, r) => {
    const before = rows[r - 1];
    for (let i = 0; i < ROW; i += 1) {
      const value = (change(row, before, i) - (i > 3 ? change(row, before, i - 3) : 0)) << 16;
      const folded = (value >> 15) ^ (value >> 31);
      bytes[r * ROW + i] = folded & 255;
      bytes[count + r * ROW + i] = (folded >>> 8) & 255;
    }
  });
  return deflateRawSync(bytes, { level: 6 });
}

function change(row: Int16Array, before: Int16Array | undefined, i: number): number {
  return (row[i] as number) - (before?.[i] ?? 0);
}

function unpackRows(packed: Uint8Array): Int16Array[] {
  const bytes = inflateRawSync(packed, { maxOutputLength: CHUNK * ROW * 2 });
  const count = bytes.length / 2;
  const rows: Int16Array[] = [];
  for (let start = 0; start + ROW <= count; start += ROW) {
    const before = rows.at(-1);
    const row = new Int16Array(ROW);
    for (let i = 0; i < ROW; i += 1) {
      const folded = (bytes[start + i] as number) | ((bytes[count + start + i] as number) << 8);
      const value = (folded >>> 1) ^ -(folded & 1);
      row[i] = value + (before?.[i] ?? 0) + (i > 3 ? change(row, before, i - 3) : 0);
    }
    rows.push(row);
  }
  return rows;
}
