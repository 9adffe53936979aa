import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import type { TaskOptions } from '#/domain/task.ts';
import { type Engines, openEngines } from '../../worker/engines/registry.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../worker/media/limits.ts';
import { readVideo } from '../../worker/media/video-reader.ts';
import { type MediaThread, MediaThreads } from '../../worker/slots/media-threads.ts';
import type { SlotWork } from '../../worker/slots/slot-messages.ts';
import type { MouthTrack, TimedPhoneme } from '../../worker/speech/mouth-track.ts';
import { trackFromPhonemes } from '../../worker/speech/track-from-phonemes.ts';
import { animate } from '../../worker/stages/animate.ts';
import { SeenStills } from '../../worker/stages/seen-stills.ts';
import { speak } from '../../worker/stages/speak.ts';
import type { StageContext } from '../../worker/stages/stage-context.ts';
import type { Picture } from '../../worker/vision/face.ts';
import { createFaceFinder, type FaceFinder } from '../../worker/vision/find-faces.ts';

/** What the embedded voice said, and when. */
export type Utterance = { path: string; phonemes: TimedPhoneme[]; durationMs: number };

export type TalkRequest = {
  source: { image: string } | { video: string };
  said: Utterance;
  /** Another recording to be heard instead. */
  sound?: string;
  /** What the mouth does instead of what was said. */
  track?: (fps: number, frames: number) => MouthTrack;
  options?: TaskOptions;
  label?: boolean;
};

/** A video that was made, decoded again. */
export type Talk = { path: string; fps: number; frames: Picture[] };

/** The stages of a task with everything about them real, media threads included; only the queue is not there. */
export interface Studio extends AsyncDisposable {
  readonly folder: string;
  readonly engines: Engines;
  readonly finder: FaceFinder;
  utter(text: string, voice?: string): Promise<Utterance>;
  talk(request: TalkRequest): Promise<Talk>;
}

const DEFAULT_OPTIONS: TaskOptions = { expression: 0, head_motion: 0 };

export async function openStudio(): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const [engines, finder] = await Promise.all([openEngines(), createFaceFinder()]);
  const stills = new SeenStills(finder);
  let made = 0;
  const contextFor = (work: Partial<SlotWork>): StageContext => ({
    work: {
      taskId: 'task_picture',
      type: 'digital_human',
      input: {},
      options: {},
      files: {},
      phonemes: null,
      faceTrack: null,
      workDir: folder,
      visibleLabel: false,
      limits: DEFAULT_MEDIA_LIMITS,
      ...work,
    },
    engines,
    faces: finder,
    stills,
    signal: new AbortController().signal,
    report: () => undefined,
    start: startThread,
  });
  return {
    folder,
    engines,
    finder,
    utter: async (text, voice) => {
      const workDir = mkdtempSync(join(folder, 'said-'));
      const context = contextFor({ workDir });
      return await speak(context, { text, voice: voice && `voice:${voice}`, span: 1 });
    },
    talk: async ({ source, said, sound, track, options = {}, label = false }) => {
      const workDir = mkdtempSync(join(folder, `talk-${made++}-`));
      const [[kind, path] = ['image', '']] = Object.entries(source);
      const file = { path, content: path, vector: path.endsWith('.svg') };
      const context = contextFor({
        workDir,
        files: { [kind]: file },
        options: { ...DEFAULT_OPTIONS, ...options },
        visibleLabel: label,
      });
      const own = (fps: number) => trackFromPhonemes({ ...said, fps });
      const animation = await animate(context, {
        audio: { path: sound ?? said.path, durationMs: said.durationMs },
        track: track ?? own,
        language: 'en',
        captions: () => [],
        from: 0,
      });
      const frames = Array.from(readVideo(animation.path), ({ picture }) => picture);
      return { path: animation.path, fps: frames.length / animation.durationS, frames };
    },
    [Symbol.asyncDispose]: async () => {
      await engines[Symbol.asyncDispose]();
      await finder[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startThread(thread: MediaThread): Promise<void> {
  const end = Promise.withResolvers<void>();
  new MediaThreads({
    onProgress: () => undefined,
    onPreview: () => undefined,
    onEnd: (_, failure) =>
      failure
        ? end.reject(new AppError(failure.code, failure.detail, { cause: failure.cause }))
        : end.resolve(),
  }).start(thread);
  end.promise.catch(() => undefined);
  return end.promise;
}
