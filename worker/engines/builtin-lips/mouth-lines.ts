import type { FaceFrame } from './face-frame.ts';
import { COLUMNS } from './lip-lines.ts';

/**
 * The edges of the open mouth of the present frame, sampled once a pixel along x in the face frame
 * (frame-still axes, so the head's sway is in them).
 */
export type MouthLines = {
  /** x of the first sample; samples are one pixel apart. */
  left: number;
  count: number;
  upper: Float32Array;
  lower: Float32Array;
  /** Widest distance between the edges. */
  gap: number;
};

export function createMouthLines(frame: FaceFrame): MouthLines {
  const size = Math.ceil(frame.mouthWidth * 2) + 8;
  return {
    left: 0,
    count: 0,
    upper: new Float32Array(size),
    lower: new Float32Array(size),
    gap: 0,
  };
}

export type SlitPlaces = {
  x: Float64Array;
  y: Float64Array;
  upper: Int32Array;
  lower: Int32Array;
};

const edgeX = new Float64Array(COLUMNS + 1);
const edgeY = new Float64Array(COLUMNS + 1);

export function setMouthLines(lines: MouthLines, frame: FaceFrame, places: SlitPlaces): void {
  toEdge(frame, places, places.upper);
  const left = Math.floor(edgeX[0] as number);
  lines.left = left;
  lines.count = Math.min(
    lines.upper.length,
    Math.max(0, Math.ceil((edgeX[COLUMNS] as number) - left) + 1),
  );
  sampleEdge(lines, lines.upper);
  toEdge(frame, places, places.lower);
  sampleEdge(lines, lines.lower);
  lines.gap = 0;
  for (let i = 0; i < lines.count; i += 1) {
    const gap = (lines.lower[i] as number) - (lines.upper[i] as number);
    if (gap > lines.gap) lines.gap = gap;
  }
}

function toEdge(frame: FaceFrame, { x, y }: SlitPlaces, vertices: Int32Array): void {
  for (let i = 0; i <= COLUMNS; i += 1) {
    const dx = (x[vertices[i] as number] as number) - frame.origin.x;
    const dy = (y[vertices[i] as number] as number) - frame.origin.y;
    edgeX[i] = dx * frame.cos + dy * frame.sin;
    edgeY[i] = dy * frame.cos - dx * frame.sin;
  }
}

function sampleEdge(lines: MouthLines, into: Float32Array): void {
  let column = 0;
  for (let i = 0; i < lines.count; i += 1) {
    const x = lines.left + i;
    while (column < COLUMNS - 1 && (edgeX[column + 1] as number) < x) column += 1;
    const x0 = edgeX[column] as number;
    const x1 = edgeX[column + 1] as number;
    const t = x1 > x0 ? Math.min(1, Math.max(0, (x - x0) / (x1 - x0))) : 0;
    into[i] = (edgeY[column] as number) * (1 - t) + (edgeY[column + 1] as number) * t;
  }
}
