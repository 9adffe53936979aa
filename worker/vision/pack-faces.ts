import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Face, meshBox } from './face.ts';
import { headRotation } from './head-rotation.ts';
import { MESH_POINTS } from './trace-mesh.ts';

/** Steps of a place to a pixel, and of a score to one. */
const STEPS = 8;
const SCORE_STEPS = 100;
const VALUES = MESH_POINTS * 3;
/** Score, then the mesh; a score of 0 is a frame without the face. */
const ROW = 1 + VALUES;
/** A change is kept in three bytes. */
const PLANES = 3;

/** A frame's face in whole steps. */
export type FaceRow = Int32Array;

export function toRow(face: Face | null): FaceRow {
  const row = new Int32Array(ROW);
  if (!face) return row;
  row[0] = Math.max(1, Math.round(face.score * SCORE_STEPS));
  for (let i = 0; i < VALUES; i += 1) row[1 + i] = Math.round((face.mesh[i] ?? 0) * STEPS);
  return row;
}

export function fromRow(row: FaceRow): Face | null {
  if (row[0] === 0) return null;
  const mesh = new Float32Array(VALUES);
  for (let i = 0; i < VALUES; i += 1) mesh[i] = (row[1 + i] as number) / STEPS;
  return {
    score: (row[0] as number) / SCORE_STEPS,
    box: meshBox(mesh),
    mesh,
    rotation: headRotation(mesh),
  };
}

/**
 * Several frames' rows, a few hundred bytes each: what is kept is how each differs from the row before it, less the same
 * of the point before; low, middle and high bytes apart, deflated.
 */
export function packRows(rows: readonly FaceRow[]): Uint8Array {
  const count = rows.length * ROW;
  const bytes = new Uint8Array(count * PLANES);
  rows.forEach((row, r) => {
    const before = rows[r - 1];
    for (let i = 0; i < ROW; i += 1) {
      const value = change(row, before, i) - (i > 3 ? change(row, before, i - 3) : 0);
      const folded = (value << 1) ^ (value >> 31);
      const at = r * ROW + i;
      bytes[at] = folded & 255;
      bytes[count + at] = (folded >>> 8) & 255;
      bytes[2 * count + at] = (folded >>> 16) & 255;
    }
  });
  return deflateRawSync(bytes, { level: 6 });
}

/** @throws when these are not `frames` packed rows */
export function unpackRows(packed: Uint8Array, frames: number): FaceRow[] {
  const count = frames * ROW;
  const bytes = inflateRawSync(packed, { maxOutputLength: count * PLANES });
  if (bytes.length !== count * PLANES) throw new Error('a face track is cut short');
  const rows: FaceRow[] = [];
  for (let start = 0; start < count; start += ROW) {
    const before = rows.at(-1);
    const row = new Int32Array(ROW);
    for (let i = 0; i < ROW; i += 1) {
      const at = start + i;
      const folded =
        (bytes[at] as number) |
        ((bytes[count + at] as number) << 8) |
        ((bytes[2 * count + at] as number) << 16);
      const value = (folded >>> 1) ^ -(folded & 1);
      row[i] = value + (before?.[i] ?? 0) + (i > 3 ? change(row, before, i - 3) : 0);
    }
    rows.push(row);
  }
  return rows;
}

function change(row: FaceRow, before: FaceRow | undefined, i: number): number {
  return (row[i] as number) - (before?.[i] ?? 0);
}
