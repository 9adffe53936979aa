import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import { BOX_INPUT, boxesIn, detectBoxes, type FaceBox, withoutOverlaps } from './detect-boxes.ts';
import type { Face, Picture } from './face.ts';
import { type FrozenGraph, loadFrozenGraph } from './frozen-graph.ts';
import { headRotation } from './head-rotation.ts';
import { sampleWindow } from './sample-window.ts';
import type { SquareCrop } from './square-crop.ts';
import { startTensorBackend } from './tensor-backend.ts';
import { traceEyes } from './trace-eyes.ts';
import { MESH_INPUT, meshIn, traceMesh, windowAround } from './trace-mesh.ts';

export interface FaceFinder extends AsyncDisposable {
  /** Faces with a box score of at least 0.5, largest first; 478 mesh points in pixels of `picture`. */
  find(picture: Picture): Promise<Face[]>;
  /** Only the boxes of the same faces, largest first. */
  boxes(picture: Picture): FaceBox[];
  /** Boxes of faces in one window, in one quick look: for frames of footage. */
  detect(picture: Picture, window: SquareCrop): FaceBox[];
  /** 468 mesh points of the face that fills a window, in one pass; some shape comes out even where no face is. */
  trace(picture: Picture, window: SquareCrop): Float32Array;
}

/**
 * The networks that ship inside @vladmandic/human, run offline on one thread.
 * @throws AppError `engine_failed` when they cannot be loaded.
 */
export async function createFaceFinder(): Promise<FaceFinder> {
  const networks = await loadNetworks();
  const boxInput = new Float32Array(BOX_INPUT * BOX_INPUT * 3);
  const meshInput = new Float32Array(MESH_INPUT * MESH_INPUT * 3);
  return {
    find: async (picture) =>
      findBoxes(networks, picture).map((box) => traceFace(networks, picture, box)),
    boxes: (picture) => findBoxes(networks, picture),
    detect: (picture, window) => {
      sampleWindow(picture, window, boxInput);
      return boxesIn(networks.boxes, boxInput, window);
    },
    trace: (picture, window) => {
      sampleWindow(picture, window, meshInput);
      return meshIn(networks.mesh, meshInput, window);
    },
    [Symbol.asyncDispose]: async () => {
      for (const graph of Object.values(networks)) graph.dispose();
    },
  };
}

type Networks = { boxes: FrozenGraph; mesh: FrozenGraph; iris: FrozenGraph };

async function loadNetworks(): Promise<Networks> {
  try {
    await startTensorBackend();
    const folder = modelFolder();
    const [boxes, mesh, iris] = await Promise.all(
      ['blazeface.json', 'facemesh.json', 'iris.json'].map((name) =>
        loadFrozenGraph(join(folder, name)),
      ),
    );
    if (!boxes || !mesh || !iris) throw new Error('a network is missing');
    return { boxes, mesh, iris };
  } catch (cause) {
    throw new AppError('engine_failed', 'The face networks could not be loaded.', { cause });
  }
}

function modelFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@vladmandic/human');
  return join(dirname(entry), '..', 'models');
}

function findBoxes(networks: Networks, picture: Picture): FaceBox[] {
  let boxes = detectBoxes(networks.boxes, picture, wholePicture(picture));
  if (boxes.length === 0) {
    boxes = withoutOverlaps(
      tiles(picture).flatMap((tile) => detectBoxes(networks.boxes, picture, tile)),
    );
  }
  return boxes.toSorted((a, b) => b.width * b.height - a.width * a.height);
}

function wholePicture({ width, height }: Picture): SquareCrop {
  return { centreX: width / 2, centreY: height / 2, side: Math.max(width, height), angle: 0 };
}

/** Overlapping windows of half the short side, for faces too small to be seen in the whole. */
function tiles({ width, height }: Picture): SquareCrop[] {
  const side = Math.min(width, height) / 2;
  if (side < 128) return [];
  const columns = Math.ceil((width - side) / (side * 0.7)) + 1;
  const rows = Math.ceil((height - side) / (side * 0.7)) + 1;
  return Array.from({ length: columns * rows }, (_, i) => ({
    centreX: side / 2 + ((i % columns) / (columns - 1)) * (width - side),
    centreY: side / 2 + (Math.floor(i / columns) / (rows - 1)) * (height - side),
    side,
    angle: 0,
  }));
}

/** Windows of the last passes, whose traces are averaged: their errors differ. */
const LAST_PASSES = [
  { scale: 1.5, angle: 0 },
  { scale: 1.38, angle: 0.035 },
  { scale: 1.62, angle: -0.035 },
];

function traceFace(networks: Networks, picture: Picture, box: FaceBox): Face {
  let window: SquareCrop = {
    centreX: box.x + box.width / 2,
    centreY: box.y + box.height / 2,
    side: Math.max(box.width, box.height) * 1.5,
    angle: box.roll,
  };
  window = windowAround(traceMesh(networks.mesh, picture, window));
  window = windowAround(traceMesh(networks.mesh, picture, window));
  const passes = LAST_PASSES.map(({ scale, angle }) =>
    traceMesh(networks.mesh, picture, {
      ...window,
      side: (window.side * scale) / 1.5,
      angle: window.angle + angle,
    }),
  );
  const mean = passes[0]?.map(
    (_, i) => passes.reduce((sum, mesh) => sum + (mesh[i] ?? 0), 0) / passes.length,
  );
  const mesh = traceEyes(networks.iris, picture, mean ?? new Float32Array());
  return {
    score: box.score,
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
    mesh,
    rotation: headRotation(mesh),
  };
}
