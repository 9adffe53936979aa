import { AppError } from '#/domain/errors.ts';
import type { StillLipRenderer } from '../engines/engine.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import { FrameRingWriter } from '../media/frame-ring.ts';
import { cutTo, fitPicture, outputSize } from '../media/still.ts';
import type { SlotProduct, StagedFile } from '../slots/slot-messages.ts';
import type { MouthTrack } from '../speech/mouth-track.ts';
import { centreOf, chooseFace } from '../vision/choose-face.ts';
import { moveFace } from '../vision/move-face.ts';
import { wantedFace } from '../vision/wanted-face.ts';
import type { MakeCaptions } from './caption.ts';
import { encodeOptions } from './encode-options.ts';
import type { StageContext } from './stage-context.ts';

const STILL_FPS = 25;
const DEFAULT_EXPRESSION = 0.5;
const DEFAULT_HEAD_MOTION = 0.3;

export type Animation = {
  path: string;
  engine: string;
  durationS: number;
  faceTrack: SlotProduct['faceTrack'];
};

/** What is to be said, and how the mouth says it. */
export type SoundToShow = {
  audio: { path: string; durationMs: number };
  /** Makes the mouth for this many frames at this rate. */
  track: (fps: number, frames: number) => MouthTrack;
  language: 'en' | 'zh';
  /** Empty where nobody knows the words. */
  captions: MakeCaptions;
  /** Progress of the task at which this stage begins, 0..1. */
  from: number;
};

type StillRequest = SoundToShow & { image: StagedFile };

/** Makes the person in a still picture say the sound: analyse, then render and encode at the same time. */
export async function animateStill(
  context: StageContext,
  request: StillRequest,
): Promise<Animation> {
  const { work } = context;
  context.report({ stage: 'analysing', progress: request.from });
  const fps = work.options.fps ?? STILL_FPS;
  const frames = Math.max(1, Math.ceil((request.audio.durationMs * fps) / 1000));
  if (frames > work.limits.videoFrames) {
    throw new AppError(
      'media_too_large',
      `The video would have ${frames} frames; at most ${work.limits.videoFrames} are allowed`,
    );
  }
  const renderer = await prepareRenderer(context, request, request.track(fps, frames));
  context.signal.throwIfAborted();
  const { width, height } = renderer;
  const sound = { ...request.audio, ...request };
  const encode = await encodeOptions(work, { width, height, fps, frames }, sound);
  const encoded = context.start({ kind: 'encode', options: encode, from: request.from });
  renderAll(renderer, encode);
  await encoded;
  return {
    path: encode.outputPath,
    engine: renderer.info.name,
    durationS: frames / fps,
    faceTrack: null,
  };
}

async function prepareRenderer(
  context: StageContext,
  request: StillRequest,
  track: MouthTrack,
): Promise<StillLipRenderer> {
  const { options, limits, taskId } = context.work;
  const { picture: source, faces } = await context.stills.look(request.image, limits);
  const found = chooseFace(faces, wantedFace(options.face, source));
  const size = outputSize(source, options.resolution ?? 'source');
  const fit = { ...size, focus: centreOf(found.box) };
  const picture = await fitPicture(source, fit);
  const face = moveFace(found, cutTo(source, fit), size);
  return context.engines.lips(options.engine)({
    picture,
    face,
    track,
    expression: options.expression ?? DEFAULT_EXPRESSION,
    headMotion: options.head_motion ?? DEFAULT_HEAD_MOTION,
    seed: seedOf(taskId),
  });
}

/** The same person blinks at other moments in every task. */
function seedOf(taskId: string): number {
  return (
    [...taskId].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7) >>> 0
  );
}

/** Fills the ring frame by frame; the encoder reads it in its own thread. A closed ring ends it early. */
function renderAll(renderer: StillLipRenderer, { ring, frames }: EncodeThreadData): void {
  const writer = new FrameRingWriter(ring);
  try {
    for (let index = 0; index < frames; index++) {
      const frame = writer.reserve();
      if (!frame) return;
      renderer.render(index, frame);
      writer.commit();
    }
    writer.end();
  } catch (error) {
    writer.fail();
    throw error;
  }
}
