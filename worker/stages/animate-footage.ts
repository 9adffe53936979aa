import { join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import type { TaskOptions } from '#/domain/task.ts';
import type { FootageLipRenderer } from '../engines/engine.ts';
import type { DecodeThreadData } from '../media/decode-thread.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import { type FramePlan, planFrames } from '../media/frame-plan.ts';
import { createFrameRing, FrameRingReader, FrameRingWriter } from '../media/frame-ring.ts';
import { measureFootage } from '../media/measure-footage.ts';
import { cutTo, outputSize } from '../media/still.ts';
import type { StagedFile } from '../slots/slot-messages.ts';
import type { Face } from '../vision/face.ts';
import { createFootageFaces, type FootageFaces } from '../vision/footage-faces.ts';
import { wantedInCut } from '../vision/wanted-face.ts';
import type { Animation, SoundToShow } from './animate-still.ts';
import { encodeOptions } from './encode-options.ts';
import type { StageContext } from './stage-context.ts';

const MOST_FPS = 60;
const RING_SLOTS = 6;
const DEFAULT_EXPRESSION = 0.5;
/** The picture goes on, back and forth, for as long as the sound does. */
const DEFAULT_LENGTH = 'bounce';

type FootageRequest = SoundToShow & { video: StagedFile };

/** Makes the person in footage say the sound: decode, follow the face, replace the mouth and encode, all at once. */
export async function animateFootage(
  context: StageContext,
  request: FootageRequest,
): Promise<Animation> {
  context.report({ stage: 'analysing', progress: request.from });
  const { options, limits } = context.work;
  const footage = planFootage(context, request);
  const { plan, fps, size, part } = footage;
  const shape = { ...size, fps, frames: plan.frames };
  const decode: DecodeThreadData = {
    ring: createFrameRing({ frameBytes: size.width * size.height * 4, slots: RING_SLOTS }),
    path: request.video.path,
    ...size,
    ...part,
    fps,
    plan,
    limits,
  };
  const durationMs =
    options.length === 'silence' || options.length === 'cut'
      ? (plan.frames * 1000) / fps
      : request.audio.durationMs;
  const { language, captions } = request;
  const sound = { path: request.audio.path, durationMs, language, captions };
  const encode = await encodeOptions(context.work, shape, sound);
  using faces = createFootageFaces({
    ...shape,
    plan,
    finder: context.faces,
    wanted: footage.face,
    content: JSON.stringify([request.video.content, part]),
    knownPath: context.work.faceTrack?.path ?? null,
    trackPath: join(context.work.workDir, 'faces.track'),
  });
  const createRenderer = context.engines.footageLips(options.engine);
  const renderer = createRenderer({
    ...size,
    track: request.track(fps, plan.frames),
    expression: options.expression ?? DEFAULT_EXPRESSION,
  });
  const decoded = context.start({ kind: 'decode', options: decode });
  const encoded = context.start({ kind: 'encode', options: encode, from: request.from });
  renderAll({ faces, renderer }, decode, encode);
  throwFirst(await Promise.allSettled([decoded, encoded]));
  if (faces.seen === 0) throw noFace();
  return {
    path: encode.outputPath,
    engine: renderer.info.name,
    durationS: plan.frames / fps,
    faceTrack: faces.finish(),
  };
}

type Footage = {
  plan: FramePlan;
  fps: number;
  size: { width: number; height: number };
  part: { startMs?: number; endMs?: number };
  face: TaskOptions['face'];
};

function planFootage({ work }: StageContext, request: FootageRequest): Footage {
  const { options, limits } = work;
  const part = {
    ...(options.start !== undefined && { startMs: options.start * 1000 }),
    ...(options.end !== undefined && { endMs: options.end * 1000 }),
  };
  const { path } = request.video;
  const found = measureFootage(path, { fps: MOST_FPS, ...part, limits });
  const fps = options.fps ?? Math.min(MOST_FPS, found.sourceFps);
  const { frames: sourceFrames } = measureFootage(path, { fps, ...part, limits });
  const outputFrames = Math.max(1, Math.ceil((request.audio.durationMs * fps) / 1000));
  const plan = planFrames({ sourceFrames, outputFrames, policy: options.length ?? DEFAULT_LENGTH });
  if (plan.frames > limits.videoFrames) {
    throw new AppError(
      'media_too_large',
      `The video would have ${plan.frames} frames; at most ${limits.videoFrames} are allowed`,
    );
  }
  const size = outputSize(found, options.resolution ?? 'source');
  const face = wantedInCut(options.face, { picture: found, cut: cutTo(found, size), size });
  return { plan, fps, size, part, face };
}

/**
 * From ring to ring. Following a face looks ahead, so a few frames are held back until it is known where the face was in
 * them. A ring that closes ends it early.
 */
function renderAll(
  { faces, renderer }: { faces: FootageFaces; renderer: FootageLipRenderer },
  decode: DecodeThreadData,
  encode: EncodeThreadData,
): void {
  const reader = new FrameRingReader(decode.ring);
  const writer = new FrameRingWriter(encode.ring);
  const held = Array.from(
    { length: faces.latency + 1 },
    () => new Uint8Array(decode.ring.frameBytes),
  );
  let told = 0;
  const tell = (face: Face | null): boolean => {
    const frame = writer.reserve();
    const source = held[told % held.length];
    if (!frame || !source) return false;
    frame.set(source);
    renderer.render(told++, frame, face);
    writer.commit();
    return true;
  };
  try {
    for (let index = 0; index < encode.frames; index++) {
      const source = reader.next();
      const frame = held[index % held.length];
      if (!source || !frame) break;
      frame.set(source);
      reader.release();
      if (!faces.push(frame).every(tell)) return;
    }
    writer.end();
  } catch (error) {
    writer.fail();
    throw error;
  } finally {
    reader.close();
  }
}

/** A thread that lost its partner says so in general words; the partner knows the reason. */
function throwFirst(ends: PromiseSettledResult<void>[]): void {
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  const known = reasons.find(
    (reason) => reason instanceof AppError && reason.code !== 'engine_failed',
  );
  if (reasons.length > 0) throw known ?? reasons[0];
}

function noFace(): AppError {
  return new AppError(
    'no_face',
    'No face was found in the footage: use footage where one face is large, sharp, well lit and turned to the camera',
  );
}
