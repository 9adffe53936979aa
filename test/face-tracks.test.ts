import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Task } from '#/domain/task.ts';
import { deleteAsset } from '#/services/assets/delete-asset.ts';
import { removeUselessFaceTracks } from '#/services/face-tracks/remove-face-tracks.ts';
import { sweepBlobs } from '#/services/system/sweep-blobs.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { readVideo } from '../worker/media/video-reader.ts';
import { filmFace } from './drawn-footage.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { makeTask, saveAsset, uploadFile } from './making.ts';

const TEXT = 'Bob may map it.';

const installation = installationWithWorker();
let footage: string;
const folder = madeFolder();

beforeAll(async () => {
  await filmFace(folder.path('face.mp4'), { width: 480, height: 270, frames: 30, fps: 25 });
  footage = await uploadFile(installation.ctx, folder.path('face.mp4'));
  // The first speech of a voice process differs from the later ones in its last digits.
  await makeTask(installation.ctx, { type: 'speech', input: { text: TEXT } });
});

afterAll(async () => {
  folder[Symbol.dispose]();
});

const speak = (options: Task['options'] = {}) =>
  makeTask(installation.ctx, {
    type: 'digital_human',
    input: { video: footage, speech_text: TEXT },
    options: { ...options, cache: false },
  });

const tracks = () => installation.ctx.database.pool.faceTrack.findMany();

const tracksOf = async (key: string) => (await tracks()).filter((track) => track.key === key);

async function blobs(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of installation.ctx.blobs.list()) names.push(name);
  return names;
}

async function pictureHash(task: Task): Promise<string> {
  const { output } = task;
  const path = await saveAsset(installation.ctx, output?.asset_id ?? '', 'result.mp4');
  const hash = createHash('sha256');
  for (const { picture } of readVideo(path)) hash.update(picture.data);
  return hash.digest('hex');
}

test('what is seen in footage is kept, found by the next task, and gives the same picture', async () => {
  const first = await speak();
  const [track] = await tracks();
  expect(track).toMatchObject({ frames: 30 });
  expect(await blobs()).toContain(track?.blob);
  const second = await speak();
  const [same] = await tracks();
  expect(same?.blob).toBe(track?.blob);
  expect(same?.usedAt.getTime()).toBeGreaterThan(track?.usedAt.getTime() ?? Number.NaN);
  expect(await pictureHash(second)).toBe(await pictureHash(first));
});

test('another size of it is another track', async () => {
  await speak({ resolution: '360p' });
  expect(await tracks()).toHaveLength(2);
});

test('a track that is damaged or lost is no obstacle, and is made anew', async () => {
  const { blobs: store } = installation.ctx;
  const options = { resolution: '360p' as const };
  const [small] = (await tracks()).toSorted((a, b) => b.usedAt.getTime() - a.usedAt.getTime());
  if (!small) throw new Error('no track was kept');
  await store.remove(small.blob);
  writeFileSync(folder.path('bad'), 'no track');
  await store.adopt(small.blob, folder.path('bad'));
  for (const lost of [false, true]) {
    const [before] = await tracksOf(small.key);
    if (lost && before) await store.remove(before.blob);
    expect(await speak(options)).toMatchObject({ status: 'completed' });
    const [after] = await tracksOf(small.key);
    expect(after?.blob).not.toBe(before?.blob);
    expect((await store.stat(after?.blob ?? ''))?.bytes).toBe(small.bytes);
  }
});

test('sweeping leaves tracks alone, and they go with the last asset of that content', async () => {
  const { ctx } = installation;
  await installation.ctx.database.pool.faceTrack.deleteMany();
  await speak();
  const [track] = await tracks();
  const again = await uploadFile(ctx, folder.path('face.mp4'));
  await sweepBlobs({ ...ctx, env: { ...ctx.env, MOUTHPIECE_TIMING_ORPHAN_MS: 0 } });
  await removeUselessFaceTracks(ctx);
  expect(await blobs()).toContain(track?.blob);
  await deleteAsset(ctx, { id: footage });
  expect(await tracks()).toHaveLength(1);
  await deleteAsset(ctx, { id: again });
  expect(await tracks()).toHaveLength(0);
  expect(await blobs()).not.toContain(track?.blob);
});
