import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { DecodeThreadData, DecodeThreadMessage } from './decode-thread.ts';
import { type LengthPolicy, planFrames, plannedSource } from './frame-plan.ts';
import { createFrameRing, FrameRingReader } from './frame-ring.ts';
import { makeFootage, readBarCode } from './made-footage.ts';
import { madeFolder } from './made-media.ts';
import { measureFootage } from './measure-footage.ts';
import { type PlannedFootageOptions, readPlannedFootage } from './read-planned-footage.ts';

const SIZE = { width: 96, height: 64 };
const FRAME_BYTES = SIZE.width * SIZE.height * 4;

function planned(path: string, outputFrames: number, policy: LengthPolicy): PlannedFootageOptions {
  const { frames } = measureFootage(path, { fps: 25 });
  const plan = planFrames({ sourceFrames: frames, outputFrames, policy });
  return { ...SIZE, fps: 25, plan, backwardBytes: 20 * FRAME_BYTES };
}

test.each<LengthPolicy>(['loop', 'bounce', 'freeze', 'cut', 'silence'])(
  '%s shows exactly the planned frames, with B-frames and keyframes far apart',
  (policy) => {
    using folder = madeFolder();
    const path = folder.path('a.mp4');
    makeFootage(path, {
      ...SIZE,
      frames: 130,
      gop: 100,
      options: { preset: 'veryfast', crf: '12' },
    });
    const options = planned(path, 300, policy);
    expect(options.plan.sourceFrames).toBe(130);
    let index = 0;
    for (const { rgba, sourceFrame } of readPlannedFootage(path, options)) {
      expect(sourceFrame).toBe(plannedSource(options.plan, index));
      expect(readBarCode(rgba, SIZE)).toBe(sourceFrame);
      index++;
    }
    expect(index).toBe(options.plan.frames);
  },
);

test('a bounce of a part of the footage stays within that part', () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeFootage(path, { ...SIZE, frames: 100, gop: 40 });
  const plan = planFrames({ sourceFrames: 10, outputFrames: 30, policy: 'bounce' });
  const part = { ...SIZE, fps: 25, startMs: 1200, endMs: 1600, plan };
  for (const { rgba, sourceFrame } of readPlannedFootage(path, part)) {
    expect(readBarCode(rgba, SIZE)).toBe(30 + sourceFrame);
  }
});

test('where the footage ends earlier than it said, its last frame stays', () => {
  using folder = madeFolder();
  const path = folder.path('a.mkv');
  makeFootage(path, { ...SIZE, frames: 60, muxer: 'matroska', gop: 10 });
  const plan = planFrames({ sourceFrames: 90, outputFrames: 200, policy: 'bounce' });
  const shown: number[] = [];
  for (const { rgba } of readPlannedFootage(path, { ...SIZE, fps: 25, plan })) {
    shown.push(readBarCode(rgba, SIZE));
  }
  expect(shown).toEqual(
    Array.from({ length: 200 }, (_, index) => Math.min(59, plannedSource(plan, index))),
  );
});

test('memory does not grow with the length, forwards and backwards', () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  const size = { width: 640, height: 360 };
  const sample = (x: number): [number, number, number] => [(x & 127) + 40, 128, 128];
  makeFootage(path, { ...size, frames: 250, gop: 50, sample });
  const plan = planFrames({ sourceFrames: 250, outputFrames: 900, policy: 'bounce' });
  const options = { ...size, fps: 25, plan, backwardBytes: 20e6 };
  let highest = 0;
  let early = 0;
  let index = 0;
  for (const _ of readPlannedFootage(path, options)) {
    index++;
    if (index % 50 === 0) highest = Math.max(highest, process.memoryUsage.rss());
    if (index === 350) early = highest;
  }
  expect(highest - early).toBeLessThan(60e6);
});

async function runThread(options: PlannedFootageOptions & { path: string }) {
  const ring = createFrameRing({ frameBytes: FRAME_BYTES, slots: 4 });
  const workerData: DecodeThreadData = { ...options, ring };
  const worker = new Worker(new URL('./decode-thread.ts', import.meta.url), { workerData });
  const messages: DecodeThreadMessage[] = [];
  worker.on('message', (message: DecodeThreadMessage) => messages.push(message));
  const exited = once(worker, 'exit');
  const reader = new FrameRingReader(ring);
  return { messages, exited, reader };
}

test('the thread fills its ring with the planned frames and says so', async () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeFootage(path, { ...SIZE, frames: 20 });
  const options = planned(path, 50, 'loop');
  const { messages, exited, reader } = await runThread({ ...options, path });
  let frames = 0;
  for (let rgba = reader.next(); rgba; rgba = reader.next()) {
    expect(readBarCode(rgba, SIZE)).toBe(frames++ % 20);
    reader.release();
  }
  expect(reader.state).toBe('ended');
  await exited;
  expect(messages).toEqual([{ type: 'done', frames: 50 }]);
});

test('a thread whose reader stops ends; one whose file is no video fails with the reason', async () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeFootage(path, { ...SIZE, frames: 20 });
  const stopped = await runThread({ ...planned(path, 5000, 'loop'), path });
  stopped.reader.next();
  stopped.reader.close();
  await stopped.exited;
  expect(stopped.messages).toMatchObject([{ type: 'done' }]);

  const options = planned(path, 50, 'loop');
  writeFileSync(folder.path('b.mp4'), Buffer.alloc(4000, 7));
  const failed = await runThread({ ...options, path: folder.path('b.mp4') });
  expect(failed.reader.next()).toBeNull();
  await failed.exited;
  expect(failed.messages).toMatchObject([{ type: 'failed', code: 'media_unreadable' }]);
});
