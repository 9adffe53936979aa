import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { getAsset } from '#/services/assets/get-asset.ts';
import { makeVideo } from '../worker/media/made-media.ts';
import { rawSharp } from '../worker/media/still.ts';
import { drawFace, emptyFrame, paintShot, placeInShot } from './drawn-footage.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { uploadFile } from './making.ts';
import { until } from './until.ts';

const installation = installationWithWorker();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mouthpiece-faces-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function looked(file: string): Promise<Asset> {
  const id = await uploadFile(installation.ctx, join(folder, file));
  return until(async () => {
    const asset = await getAsset(installation.ctx, { id });
    return asset.faces !== null && asset;
  });
}

test('two people in a picture are told from the left, where they are', async () => {
  const frame = emptyFrame(1200, 640, 190);
  const { picture, landmarks } = await drawFace({ width: 1024, height: 1024 });
  const shots = [0.25, 0.75].map((part) => ({ x: part * 1200, y: 320, scale: 0.5, angle: 0 }));
  for (const shot of shots) paintShot(frame, picture, shot);
  await rawSharp(frame).png().toFile(join(folder, 'two.png'));
  const { faces, width, height } = await looked('two.png');
  expect([width, height]).toEqual([1200, 640]);
  expect(faces).toHaveLength(2);
  for (const [index, shot] of shots.entries()) {
    const face = faces?.[index];
    const [x, y] = placeInShot(picture, shot, landmarks.noseTip);
    expect((face?.x ?? 0) * 1200).toBeLessThan(x);
    expect(((face?.x ?? 0) + (face?.width ?? 0)) * 1200).toBeGreaterThan(x);
    expect((face?.y ?? 0) * 640).toBeLessThan(y);
    expect(((face?.y ?? 0) + (face?.height ?? 0)) * 640).toBeGreaterThan(y);
  }
});

test('a picture and footage without a face say that they have none', async () => {
  await rawSharp(emptyFrame(320, 240)).png().toFile(join(folder, 'none.png'));
  makeVideo(join(folder, 'none.mp4'), { frames: 12 });
  expect((await looked('none.png')).faces).toEqual([]);
  expect((await looked('none.mp4')).faces).toEqual([]);
});
