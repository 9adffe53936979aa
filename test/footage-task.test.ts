import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CreateTaskInput, createTaskSchema } from '#/domain/task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { madeFolder, makeVideo } from '../worker/media/made-media.ts';
import { filmFace } from './drawn-footage.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { makeTask, saveAsset, uploadFile } from './making.ts';

const FPS = 25;
const FRAMES = 40;
const SIZE = { width: 640, height: 360 };

const installation = installationWithWorker();
let footage: string;
let audio: string;
const folder = madeFolder();

beforeAll(async () => {
  await filmFace(folder.path('face.mp4'), { ...SIZE, fps: FPS, frames: FRAMES });
  footage = await uploadFile(installation.ctx, folder.path('face.mp4'));
  const speech = await make({ type: 'speech', input: { text: 'Bob may map the harbour today.' } });
  audio = speech.output?.asset_id ?? '';
});

afterAll(async () => {
  folder[Symbol.dispose]();
});

const make = (request: CreateTaskInput) => makeTask(installation.ctx, request);

test('footage and a recording become a video as long as the recording, at the rate and size of the footage', async () => {
  const task = await make({ type: 'lipsync', input: { video: footage, audio } });
  expect(task).toMatchObject({ status: 'completed', error: null });
  expect(task.output).toMatchObject({ ...SIZE, fps: FPS });
  const path = await saveAsset(installation.ctx, audio, 'speech.wav');
  const seconds = ((await stat(path)).size - 44) / 2 / 22_050;
  expect(task.output?.duration).toBeCloseTo(seconds, 0);
});

test('cut ends with the shorter of footage and sound, start and end choose a part of the footage', async () => {
  const cut = await make({
    type: 'lipsync',
    input: { video: footage, audio },
    options: { length: 'cut', start: 0.4, end: 1.2, resolution: '360p' },
  });
  expect(cut).toMatchObject({ status: 'completed', error: null });
  expect(cut.output?.duration).toBeCloseTo(0.8, 1);
});

test('text makes a person in footage speak', async () => {
  const input = { video: footage, speech_text: '大家好。' };
  const task = await make({ type: 'digital_human', input });
  expect(task).toMatchObject({ status: 'completed', engine: 'builtin-lips' });
});

test('footage without a face fails once, with a sentence that says what to do', async () => {
  makeVideo(folder.path('block.mp4'), { frames: 20 });
  const video = await uploadFile(installation.ctx, folder.path('block.mp4'));
  const task = await make({ type: 'lipsync', input: { video, audio } });
  expect(task).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'no_face' } });
});

test('options that have no effect on an input are refused: footage, picture, recording', async () => {
  const { ctx } = installation;
  const still = { type: 'lipsync', input: { image: 'portrait:host', audio } };
  const moving = { type: 'lipsync', input: { video: footage, audio } };
  for (const request of [
    { ...still, options: { length: 'loop' } },
    { ...moving, options: { head_motion: 0.5 } },
    { ...still, options: { captions: 'vtt' } },
  ]) {
    await expect(createTask(ctx, createTaskSchema.parse(request))).rejects.toMatchObject({
      code: 'unsupported_option',
    });
  }
});
