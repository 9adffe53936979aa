import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTestFace, type TestFaceOptions } from '../../bin/portraits/test-face.ts';
import { madeFolder } from '../media/made-media.ts';
import { fitPicture, loadStill } from '../media/still.ts';
import type { Face, Picture } from './face.ts';
import { createFaceFinder, type FaceFinder } from './find-faces.ts';

let finder: FaceFinder;
const before = {
  globals: new Set<string>(),
  fetch: globalThis.fetch,
  listeners: 0,
};

beforeAll(async () => {
  before.globals = new Set(Object.getOwnPropertyNames(globalThis));
  before.listeners = strayListeners();
  finder = await createFaceFinder();
});

afterAll(() => finder[Symbol.asyncDispose]());

function strayListeners(): number {
  return process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
}

async function draw(options: TestFaceOptions) {
  using folder = madeFolder();
  const { svg, landmarks } = drawTestFace(options);
  writeFileSync(folder.path('face.svg'), svg);
  const still = await loadStill(folder.path('face.svg'), { allowSvg: true });
  return { picture: await fitPicture(still, options), landmarks };
}

function at(face: Face | undefined, index: number): [number, number] {
  return [face?.mesh[index * 3] ?? Number.NaN, face?.mesh[index * 3 + 1] ?? Number.NaN];
}

function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Mesh points that have a counterpart in the drawing, and how far off they may be in face heights. */
const KNOWN = [
  ['mouthLeft', 61, 0.05],
  ['mouthRight', 291, 0.05],
  ['lowerLipInner', 14, 0.03],
  ['upperLipTop', 0, 0.03],
  ['chin', 152, 0.08],
] as const;

test.each([
  ['upright', {}],
  ['turned by twenty degrees', { roll: 20 }],
  ['a tenth of the picture', { scale: 0.16 }],
  ['looking aside', { yaw: 15 }],
])('mouth and chin are found within a few percent of the face: %s', async (_, options) => {
  const { picture, landmarks } = await draw({ width: 768, height: 768, ...options });
  const [face] = await finder.find(picture);
  const height = apart(at(face, 10), at(face, 152));
  for (const [name, index, most] of KNOWN) {
    expect(apart(at(face, index), landmarks[name]) / height, name).toBeLessThan(most);
  }
  expect(face?.mesh.length).toBe(478 * 3);
  expect(face?.score).toBeGreaterThanOrEqual(0.5);
});

test('roll is the turn of the head, clockwise positive', async () => {
  const { picture } = await draw({ width: 512, height: 512, roll: 18 });
  const [face] = await finder.find(picture);
  expect(((face?.rotation.roll ?? 0) * 180) / Math.PI).toBeCloseTo(18, -1);
});

test('several faces come largest first, and a picture without one gives none', async () => {
  const large = await draw({ width: 512, height: 512, scale: 0.7 });
  const small = await draw({ width: 256, height: 256, scale: 0.3 });
  const both = beside(small.picture, large.picture);
  const faces = await finder.find(both);
  expect(faces.length).toBe(2);
  expect(at(faces[0], 1)[0]).toBeGreaterThan(256);
  expect(at(faces[1], 1)[0]).toBeLessThan(256);
  const empty = { width: 300, height: 200, data: new Uint8Array(300 * 200 * 4).fill(180) };
  expect(await finder.find(empty)).toEqual([]);
});

test('the networks leave no process handlers behind and fetch as it was', async () => {
  expect(strayListeners()).toBe(before.listeners);
  expect(globalThis.fetch).toBe(before.fetch);
  const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.globals.has(name));
  expect(added.filter((name) => name !== '_tfGlobals')).toEqual([]);
});

function beside(left: Picture, right: Picture): Picture {
  const width = left.width + right.width;
  const height = Math.max(left.height, right.height);
  const data = new Uint8Array(width * height * 4).fill(200);
  for (const [picture, offset] of [
    [left, 0],
    [right, left.width],
  ] as const) {
    for (let row = 0; row < picture.height; row += 1) {
      const from = row * picture.width * 4;
      data.set(picture.data.subarray(from, from + picture.width * 4), (row * width + offset) * 4);
    }
  }
  return { width, height, data };
}
