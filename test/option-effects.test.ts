import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { CreateTaskInput, Task, TaskOptions } from '#/domain/task.ts';
import type { CallContext } from '#/services/context.ts';
import { DEFAULT_MEDIA_LIMITS } from '../worker/media/limits.ts';
import { probeMedia } from '../worker/media/probe.ts';
import { readVideo } from '../worker/media/video-reader.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { makeTask, saveAsset, uploadFile } from './making.ts';

const installation = installationWithWorker();
let plain: Made;
beforeAll(async () => {
  plain = await make({});
});

type Frame = { width: number; height: number; data: Uint8Array };
type Made = { task: Task; frames: Frame[]; probe: Awaited<ReturnType<typeof probeMedia>> };

async function make(
  options: TaskOptions,
  given: Partial<CreateTaskInput> = {},
  ctx?: CallContext,
): Promise<Made> {
  const caller = ctx ?? installation.ctx;
  const request = {
    type: 'digital_human',
    input: { image: 'portrait:host', speech_text: 'Hello, how do you do?' },
    ...given,
    options: { resolution: '360p', label_language: 'en', ...options },
  } as CreateTaskInput;
  const task = await makeTask(caller, request);
  if (!task.output) throw new Error(task.error?.detail);
  const path = await saveAsset(
    caller,
    task.output.asset_id,
    `${task.id}.${options.format ?? 'mp4'}`,
  );
  const frames = [...readVideo(path)].map(({ picture }) => ({
    ...picture,
    data: picture.data.slice(),
  }));
  return { task, frames, probe: await probeMedia(path, DEFAULT_MEDIA_LIMITS) };
}

type Box = { x: [number, number]; y: [number, number] };
const WHOLE: Box = { x: [0, 1], y: [0, 1] };

/** Mean difference in grey levels over a part of two frames, sides from 0 to 1. */
function difference(a: Frame | undefined, b: Frame | undefined, { x, y }: Box = WHOLE): number {
  if (!a || !b) return Number.NaN;
  let sum = 0;
  let count = 0;
  for (let row = Math.floor(y[0] * a.height); row < y[1] * a.height; row++) {
    for (let column = Math.floor(x[0] * a.width); column < x[1] * a.width; column++) {
      const at = (row * a.width + column) * 4;
      sum += Math.abs((a.data[at + 1] ?? 0) - (b.data[at + 1] ?? 0));
      count += 1;
    }
  }
  return sum / count;
}

/** How far a part of a picture has moved since another frame, in pixels: the shift that explains its changes best. */
function shift(now: Frame, before: Frame | undefined, { x, y }: Box): number {
  if (!before) return Number.NaN;
  let [xx, xy, yy, xt, yt] = [0, 0, 0, 0, 0];
  const stride = now.width * 4;
  for (let row = Math.floor(y[0] * now.height); row < y[1] * now.height; row++) {
    for (let column = Math.floor(x[0] * now.width); column < x[1] * now.width; column++) {
      const at = row * stride + column * 4 + 1;
      const value = (from: number) => before.data[from] ?? 0;
      const gx = (value(at + 4) - value(at - 4)) / 2;
      const gy = (value(at + stride) - value(at - stride)) / 2;
      const change = (now.data[at] ?? 0) - value(at);
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
      xt += gx * change;
      yt += gy * change;
    }
  }
  const determinant = xx * yy - xy * xy;
  return Math.hypot((yy * xt - xy * yt) / determinant, (xx * yt - xy * xt) / determinant);
}

const LABEL: Box = { x: [0.5, 1], y: [0.85, 1] };
const CORNER: Box = { x: [0.85, 1], y: [0, 0.15] };
const HAIR: Box = { x: [0.25, 0.75], y: [0.1, 0.25] };
const MOUTH: Box = { x: [0.4, 0.6], y: [0.5, 0.65] };

test('nothing asked for makes H.264 and AAC at 25 fps, and the mouth moves', () => {
  expect(plain.probe).toMatchObject({
    videoCodec: 'h264',
    audioCodec: 'aac',
    fps: 25,
    width: 360,
    height: 360,
  });
  const moves = plain.frames.map((frame) => difference(frame, plain.frames[0], MOUTH));
  expect(Math.max(...moves)).toBeGreaterThan(3);
});

test('resolution and fps', async () => {
  const { probe, frames } = await make({ resolution: '426x240', fps: 50 });
  expect(probe).toMatchObject({ width: 426, height: 240, fps: 50 });
  expect(frames.length).toBeGreaterThan(plain.frames.length * 1.9);
});

test.each([
  { options: { format: 'mov' }, codecs: ['h264', 'aac'] },
  { options: { format: 'webm' }, codecs: ['vp9', 'opus'] },
  { options: { format: 'mp4', codec: 'h265' }, codecs: ['hevc', 'aac'] },
  { options: { format: 'webm', codec: 'av1' }, codecs: ['av1', 'opus'] },
] as const)('format and codec: $options', async ({ options, codecs }) => {
  const { probe } = await make(options);
  expect([probe.videoCodec, probe.audioCodec]).toEqual(codecs);
});

test('quality', async () => {
  const bytesOf = async (quality: 'draft' | 'high') =>
    (await make({ quality, resolution: '720p' })).task.output?.bytes ?? 0;
  expect(await bytesOf('high')).toBeGreaterThan((await bytesOf('draft')) * 1.3);
});

test('head_motion: 0 keeps the head still, 1 moves it', async () => {
  const speech_text =
    'I hope that you are well today, and that you like what you see and hear in this place.';
  const input = { image: 'portrait:host', speech_text };
  const most = async (head_motion: number) => {
    const { frames } = await make({ head_motion, expression: 0 }, { type: 'digital_human', input });
    return Math.max(...frames.map((frame) => shift(frame, frames[0], HAIR)));
  };
  expect(await most(0)).toBeLessThan(0.05);
  expect(await most(1)).toBeGreaterThan(0.3);
});

test('label and label_language', async () => {
  const admin = await installation.asNewKey(['admin']);
  const without = await make({ label: 'metadata' }, {}, admin.ctx);
  expect(difference(without.frames[0], plain.frames[0], LABEL)).toBeGreaterThan(20);
  expect(difference(without.frames[0], plain.frames[0], CORNER)).toBeLessThan(1);
  const chinese = await make({ label_language: 'zh' });
  expect(difference(chinese.frames[0], plain.frames[0], LABEL)).toBeGreaterThan(5);
});

test('captions burned into the picture', async () => {
  const burned = await make({ captions: 'burned' });
  const middle = Math.floor(plain.frames.length / 2);
  const below: Box = { x: [0.2, 0.8], y: [0.7, 0.85] };
  expect(difference(burned.frames[middle], plain.frames[middle], below)).toBeGreaterThan(10);
});

test('watermark', async () => {
  const path = join(installation.dataDir, 'mark.png');
  const red = { width: 64, height: 64, channels: 4, background: '#ff0000ff' } as const;
  await sharp({ create: red }).png().toFile(path);
  const marked = await make({ watermark: await uploadFile(installation.ctx, path) });
  expect(difference(marked.frames[0], plain.frames[0], CORNER)).toBeGreaterThan(30);
  expect(difference(marked.frames[0], plain.frames[0], LABEL)).toBeLessThan(1);
});

test('voice', async () => {
  const input = {
    image: 'portrait:host',
    speech_text: 'Hello, how do you do?',
    voice: 'voice:en-gb-male',
  };
  const { task } = await make({}, { type: 'digital_human', input });
  const words = (made: Task) => made.output?.words?.map(({ end }) => end);
  expect(words(task)).not.toEqual(words(plain.task));
});

test('face chooses who speaks', async () => {
  const path = join(installation.dataDir, 'two.png');
  const one = await sharp('public/presenters/host.svg').resize(400, 400).png().toBuffer();
  const two = await sharp('public/presenters/teacher.svg').resize(400, 400).png().toBuffer();
  await sharp({ create: { width: 800, height: 400, channels: 3, background: '#888888' } })
    .composite([
      { input: one, left: 0, top: 0 },
      { input: two, left: 400, top: 0 },
    ])
    .png()
    .toFile(path);
  const image = await uploadFile(installation.ctx, path);
  const input = { image, speech_text: 'Hello, how do you do?' };
  const half = async (face: number) => {
    const { frames } = await make(
      { face, resolution: 'source', head_motion: 0, expression: 0 },
      { type: 'digital_human', input },
    );
    const move = (box: Box) =>
      Math.max(...frames.map((frame) => difference(frame, frames[0], box)));
    return move({ x: [0, 0.5], y: [0.3, 0.8] }) - move({ x: [0.5, 1], y: [0.3, 0.8] });
  };
  expect(await half(0)).toBeGreaterThan(0.2);
  expect(await half(1)).toBeLessThan(-0.2);
});
