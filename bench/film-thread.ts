import { workerData } from 'node:worker_threads';
import { emptyFrame, paintShot } from '../test/drawn-footage.ts';
import { type FrameRing, FrameRingWriter } from '../worker/media/frame-ring.ts';
import type { Picture } from '../worker/vision/face.ts';

export type FilmData = {
  ring: FrameRing;
  /** Of a person. */
  picture: Picture;
  width: number;
  height: number;
  frames: number;
  /** After so many frames the person does the same again. */
  period: number;
};

/** A person who sways through the picture, frame by frame into the ring. */
function film({ ring, picture, width, height, frames, period }: FilmData): void {
  const writer = new FrameRingWriter(ring);
  const painted: Uint8Array[] = [];
  for (let index = 0; index < frames; index++) {
    const frame = painted[index % period] ?? paint({ picture, width, height }, index / period);
    if (frames > period) painted[index % period] ??= frame;
    writer.reserve()?.set(frame);
    writer.commit();
  }
  writer.end();
}

function paint(
  { picture, width, height }: Pick<FilmData, 'picture' | 'width' | 'height'>,
  turn: number,
): Uint8Array {
  const frame = emptyFrame(width, height);
  const phase = 2 * Math.PI * turn;
  paintShot(frame, picture, {
    x: width / 2 + 0.03 * width * Math.sin(phase),
    y: height / 2,
    scale: height / picture.height,
    angle: 0.04 * Math.sin(2 * phase),
  });
  return frame.data;
}

film(workerData as FilmData);
