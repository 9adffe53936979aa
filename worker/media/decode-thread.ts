import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '#/domain/errors.ts';
import { type FrameRing, FrameRingWriter } from './frame-ring.ts';
import { type PlannedFootageOptions, readPlannedFootage } from './read-planned-footage.ts';

/** What the thread is given as its workerData: the ring takes `width × height × 4` bytes a frame, `plan.frames` of them. */
export type DecodeThreadData = PlannedFootageOptions & { ring: FrameRing; path: string };

/** What the thread posts, once. `done` also where the ring's reader stopped early. `cause` is for the log. */
export type DecodeThreadMessage =
  | { type: 'done'; frames: number }
  | { type: 'failed'; code: ErrorCode; message: string; cause?: string };

if (parentPort) parentPort.postMessage(run(workerData as DecodeThreadData));

/** Fills the ring frame after frame in the order of the plan; frame i of the ring is frame i of the video. */
function run({ ring, path, ...options }: DecodeThreadData): DecodeThreadMessage {
  const writer = new FrameRingWriter(ring);
  let frames = 0;
  try {
    for (const { rgba } of readPlannedFootage(path, options)) {
      const slot = writer.reserve();
      if (!slot) break;
      slot.set(rgba);
      writer.commit();
      frames++;
    }
    writer.end();
    return { type: 'done', frames };
  } catch (error) {
    writer.fail();
    const cause = error instanceof Error ? error.stack : String(error);
    const { code, message } =
      error instanceof AppError
        ? error
        : new AppError('engine_failed', 'The footage could not be decoded.');
    return { type: 'failed', code, message, ...(cause && { cause }) };
  }
}
