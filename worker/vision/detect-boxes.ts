import type { Picture } from './face.ts';
import type { FrozenGraph, FrozenOutput } from './frozen-graph.ts';
import { fromCrop, type SquareCrop, sampleCrop } from './square-crop.ts';

/** A detected face before its mesh is known; lengths in pixels of the picture. */
export type FaceBox = {
  score: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** In-plane turn from the eye line, radians, clockwise positive. */
  roll: number;
};

export const BOX_INPUT = 256;
const INPUT = BOX_INPUT;
const MIN_SCORE = 0.5;
const MAX_OVERLAP = 0.3;
/** Cells per side and anchors per cell of the two output grids. */
const GRIDS = [
  { cells: 16, perCell: 2 },
  { cells: 8, perCell: 6 },
];

/** Finds faces in one square window (BlazeFace back-camera network: NHWC RGB −1..1, 896 anchors). */
export function detectBoxes(graph: FrozenGraph, picture: Picture, window: SquareCrop): FaceBox[] {
  return boxesIn(graph, sampleCrop(picture, window, INPUT), window);
}

/** The same from the window's 256² RGB samples 0..1, which are overwritten. */
export function boxesIn(graph: FrozenGraph, input: Float32Array, window: SquareCrop): FaceBox[] {
  for (let i = 0; i < input.length; i += 1) input[i] = (input[i] ?? 0) * 2 - 1;
  const outputs = graph.run(input, [1, INPUT, INPUT, 3]);
  const boxes: FaceBox[] = [];
  for (const grid of GRIDS) {
    const anchors = grid.cells * grid.cells * grid.perCell;
    const scores = pick(outputs, anchors, 1);
    const places = pick(outputs, anchors, 16);
    for (let i = 0; i < anchors; i += 1) {
      const score = 1 / (1 + Math.exp(-(scores[i] ?? -100)));
      if (score < MIN_SCORE) continue;
      const cell = Math.floor(i / grid.perCell);
      const anchorX = ((cell % grid.cells) + 0.5) / grid.cells;
      const anchorY = (Math.floor(cell / grid.cells) + 0.5) / grid.cells;
      boxes.push(
        decode({ raw: places.subarray(i * 16, i * 16 + 16), anchorX, anchorY, score }, window),
      );
    }
  }
  return withoutOverlaps(boxes);
}

/** Of boxes that overlap, keeps the surest. */
export function withoutOverlaps(boxes: FaceBox[]): FaceBox[] {
  const kept: FaceBox[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(other, box) <= MAX_OVERLAP)) kept.push(box);
  }
  return kept;
}

function pick(outputs: FrozenOutput[], anchors: number, values: number): Float32Array {
  const found = outputs.find(
    (output) => output.data.length === anchors * values && output.shape.at(-1) === values,
  );
  return found?.data ?? new Float32Array(0);
}

type RawBox = { raw: Float32Array; anchorX: number; anchorY: number; score: number };

function decode({ raw, anchorX, anchorY, score }: RawBox, window: SquareCrop): FaceBox {
  const at = (i: number) => (raw[i] ?? 0) / INPUT;
  const centre = fromCrop(window, anchorX + at(0), anchorY + at(1));
  const width = at(2) * window.side;
  const height = at(3) * window.side;
  return {
    score,
    x: centre.x - width / 2,
    y: centre.y - height / 2,
    width,
    height,
    roll: Math.atan2(at(7) - at(5), at(6) - at(4)),
  };
}

function overlap(a: FaceBox, b: FaceBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / Math.min(a.width * a.height, b.width * b.height);
}
