import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { EncodeThreadData, EncodeThreadMessage } from './encode-thread.ts';
import { abortRing, createFrameRing, FrameRingWriter } from './frame-ring.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { MADE_AIGC, madeFolder } from './made-media.ts';
import { paintPattern } from './made-pattern.ts';
import { probeMedia } from './probe.ts';

const SIDE = 64;

function startThread(outputPath: string, frames: number) {
  const ring = createFrameRing({ frameBytes: SIDE * SIDE * 4, slots: 30 });
  const workerData: EncodeThreadData = {
    ring,
    width: SIDE,
    height: SIDE,
    fps: 25,
    frames,
    audioPath: null,
    outputPath,
    format: 'mp4',
    quality: 'draft',
    label: null,
    metadata: { aigc: MADE_AIGC },
  };
  const worker = new Worker(new URL('./encode-thread.ts', import.meta.url), { workerData });
  const messages: EncodeThreadMessage[] = [];
  worker.on('message', (message: EncodeThreadMessage) => messages.push(message));
  return { ring, messages, exited: once(worker, 'exit') };
}

function write(writer: FrameRingWriter, frames: number): void {
  for (let index = 0; index < frames; index++) {
    const out = writer.reserve();
    if (out) paintPattern({ kind: 'block' }, index, { out, width: SIDE });
    writer.commit();
  }
}

test('the thread tells its progress and ends with the size of a good file', async () => {
  using folder = madeFolder();
  const { ring, messages, exited } = startThread(folder.path('a.mp4'), 25);
  const writer = new FrameRingWriter(ring);
  write(writer, 25);
  writer.end();
  await exited;
  expect(messages.at(-2)).toEqual({ type: 'progress', frames: 25 });
  expect(messages.at(-1)).toMatchObject({ type: 'done', bytes: expect.any(Number) });
  expect(await probeMedia(folder.path('a.mp4'), DEFAULT_MEDIA_LIMITS)).toMatchObject({
    durationMs: 1000,
  });
});

test('aborting a thread that waits for frames ends it with a failure', async () => {
  using folder = madeFolder();
  const { ring, messages, exited } = startThread(folder.path('a.mp4'), 100);
  write(new FrameRingWriter(ring), 10);
  abortRing(ring);
  await exited;
  expect(messages.at(-1)).toMatchObject({ type: 'failed', code: 'engine_failed' });
});

test('a place that cannot be written is a failure with a code and no path', async () => {
  using folder = madeFolder();
  const { messages, exited } = startThread(folder.path('missing/a.mp4'), 100);
  await exited;
  expect(messages.at(-1)).toMatchObject({ type: 'failed', code: 'engine_failed' });
  expect(JSON.stringify({ ...messages.at(-1), cause: '' })).not.toContain('missing');
});
