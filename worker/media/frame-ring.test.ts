import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { abortRing, createFrameRing, FrameRingReader, FrameRingWriter } from './frame-ring.ts';

const FRAME_BYTES = 16;

/** Runs `body` with `ring` and the ring classes in a real thread; resolves to what it posts. */
function inThread(ring: ReturnType<typeof createFrameRing>, body: string) {
  const source = `
    const { parentPort, workerData: ring } = require('node:worker_threads');
    import(${JSON.stringify(new URL('./frame-ring.ts', import.meta.url).href)})
      .then(({ FrameRingReader, FrameRingWriter }) => { ${body} });`;
  const worker = new Worker(source, { eval: true, workerData: ring });
  const message = once(worker, 'message').then(([value]) => value as unknown);
  return { worker, message, exited: once(worker, 'exit') };
}

function fill(frame: Uint8Array, value: number): void {
  new DataView(frame.buffer, frame.byteOffset).setUint32(0, value);
}

function numberIn(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(0);
}

test('every frame arrives once, whole and in order, however fast either side is', async () => {
  const ring = createFrameRing({ frameBytes: FRAME_BYTES, slots: 3 });
  const frames = 20_000;
  const { exited } = inThread(
    ring,
    `const writer = new FrameRingWriter(ring);
     for (let i = 0; i < ${frames}; i++) {
       const frame = writer.reserve();
       new DataView(frame.buffer, frame.byteOffset).setUint32(0, i);
       frame.fill(i % 251, 4);
       writer.commit();
     }
     writer.end();`,
  );
  const reader = new FrameRingReader(ring);
  let expected = 0;
  for (let frame = reader.next(); frame; frame = reader.next()) {
    if (numberIn(frame) !== expected || frame[FRAME_BYTES - 1] !== expected % 251) break;
    reader.release();
    expected++;
  }
  expect(expected).toBe(frames);
  expect(reader.state).toBe('ended');
  await exited;
});

test('a writer is never more than the slots ahead and does not overwrite an unread frame', async () => {
  const ring = createFrameRing({ frameBytes: FRAME_BYTES, slots: 2 });
  const { exited } = inThread(
    ring,
    `const writer = new FrameRingWriter(ring);
     for (let i = 0; i < 200; i++) { writer.reserve().fill(i); writer.commit(); }
     writer.end();`,
  );
  const reader = new FrameRingReader(ring);
  const written = new Int32Array(ring.control);
  let furthest = 0;
  for (let read = 0; read < 200; read++) {
    const frame = reader.next();
    expect(frame?.[0]).toBe(read);
    furthest = Math.max(furthest, Atomics.load(written, 1) - read);
    reader.release();
  }
  expect(furthest).toBeLessThanOrEqual(2);
  expect(reader.next()).toBeNull();
  await exited;
});

test('aborting wakes a writer that waits for room and a reader that waits for frames', async () => {
  const full = createFrameRing({ frameBytes: FRAME_BYTES, slots: 1 });
  const blockedWriter = inThread(
    full,
    `const writer = new FrameRingWriter(ring);
     writer.reserve(); writer.commit();
     parentPort.postMessage(writer.reserve() === null ? writer.state : 'a frame');`,
  );
  const empty = createFrameRing({ frameBytes: FRAME_BYTES, slots: 1 });
  const blockedReader = inThread(
    empty,
    `const reader = new FrameRingReader(ring);
     parentPort.postMessage(reader.next() === null ? reader.state : 'a frame');`,
  );
  await Promise.all([once(blockedWriter.worker, 'online'), once(blockedReader.worker, 'online')]);
  abortRing(full);
  abortRing(empty);
  expect(await Promise.all([blockedWriter.message, blockedReader.message])).toEqual([
    'aborted',
    'aborted',
  ]);
});

test('a reader that stops frees a waiting writer', async () => {
  const ring = createFrameRing({ frameBytes: FRAME_BYTES, slots: 1 });
  const { message } = inThread(
    ring,
    `const writer = new FrameRingWriter(ring);
     let committed = 0;
     while (writer.reserve()) { writer.commit(); committed++; }
     parentPort.postMessage({ committed, state: writer.state });`,
  );
  const reader = new FrameRingReader(ring);
  reader.next();
  reader.close();
  expect(await message).toEqual({ committed: 1, state: 'closed' });
});

test('frames committed before the end are read, those before a failure are not', () => {
  for (const [finish, left] of [
    ['end', 2],
    ['fail', 0],
  ] as const) {
    const ring = createFrameRing({ frameBytes: FRAME_BYTES, slots: 4 });
    const writer = new FrameRingWriter(ring);
    for (const value of [7, 8]) {
      const frame = writer.reserve();
      if (frame) fill(frame, value);
      writer.commit();
    }
    writer[finish]();
    const reader = new FrameRingReader(ring);
    let count = 0;
    for (let frame = reader.next(); frame; frame = reader.next()) {
      expect(numberIn(frame)).toBe(7 + count);
      reader.release();
      count++;
    }
    expect(count).toBe(left);
    expect(reader.state).toBe(finish === 'end' ? 'ended' : 'failed');
  }
});
