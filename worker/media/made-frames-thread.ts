import { workerData } from 'node:worker_threads';
import { type FrameRing, FrameRingWriter } from './frame-ring.ts';
import { type MadePattern, paintPattern } from './made-pattern.ts';

// For tests: paints the frames of a made video, or gives up halfway.
export type MadeFramesData = {
  ring: FrameRing;
  width: number;
  frames: number;
  pattern: MadePattern;
  failAt?: number;
};

const { ring, width, frames, pattern, failAt } = workerData as MadeFramesData;
const writer = new FrameRingWriter(ring);
let index = 0;
for (; index < frames && index !== failAt; index++) {
  const out = writer.reserve();
  if (!out) break;
  paintPattern(pattern, index, { out, width });
  writer.commit();
}
if (index === failAt) writer.fail();
else writer.end();
