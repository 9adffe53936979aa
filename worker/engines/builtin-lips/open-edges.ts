import type { Picture } from '../../vision/face.ts';
import { type FaceFrame, type Point, toPicture } from './face-frame.ts';
import { COLUMN_U, COLUMNS, type LipLines, lipLinesThrough } from './lip-lines.ts';
import { luminance } from './luminance.ts';
import { reachDark } from './reach-dark.ts';

/** The lips of a picture with an open mouth, the edges of its opening where they are seen. */
export function openEdges(picture: Picture, frame: FaceFrame, lips: LipLines): LipLines {
  const xs = Array.from(COLUMN_U, lips.xAt);
  const columns = Int32Array.from(COLUMN_U, (_, i) => i);
  const last = COLUMNS + 1;
  const slit = {
    x: Float64Array.from([...xs, ...xs]),
    y: Float64Array.from([...xs.map(lips.upper), ...xs.map(lips.lower)]),
    upper: columns,
    // The corners belong to both edges.
    lower: columns.map((i) => (i === 0 || i === COLUMNS ? i : i + last)),
  };
  const light = (x: number, y: number) => luminance(picture, toPicture(frame, { x, y }));
  const redness = (x: number, y: number) => rednessAt(picture, toPicture(frame, { x, y }));
  const { mouthWidth } = frame;
  reachDark(slit, { light, redness, down: { x: 0, y: 1 }, mouthWidth }, 1);
  const edge = (vertices: Int32Array) =>
    Array.from(vertices, (i) => ({ x: slit.x[i] ?? 0, y: slit.y[i] ?? 0 }));
  return lipLinesThrough({
    upper: edge(slit.upper),
    lower: edge(slit.lower),
    outerUpper: lips.outerUpper,
    outerLower: lips.outerLower,
    middle: lips.xAt(0),
  });
}

function rednessAt({ width, height, data }: Picture, { x, y }: Point): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const at = (Math.min(height - 1, Math.max(0, Math.floor(y))) * width + column) * 4;
  const red = data[at] ?? 0;
  return (red - (data[at + 1] ?? 0)) / Math.max(1, red);
}
