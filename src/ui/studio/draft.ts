import type { CreateTaskInput, Task } from '#/domain/task.ts';
import { fromResolution, type Pixels, type Shape, type Size, toResolution } from './frame-size.ts';

export type WordsMode = 'script' | 'recording';

/** What someone has chosen so far. `picture`, `voice` and `recording` are references as the API takes them. */
export type Draft = {
  picture: string | null;
  mode: WordsMode;
  script: string;
  recording: string | null;
  /** Null follows the language of the script. */
  voice: string | null;
  shape: Shape;
  size: Size;
  /** 0..1 */
  expression: number;
  /** 0..1 */
  headMotion: number;
};

export const EMPTY_DRAFT: Draft = {
  picture: null,
  mode: 'script',
  script: '',
  recording: null,
  voice: null,
  shape: 'source',
  size: 'source',
  expression: 0.5,
  headMotion: 0.3,
};

export type Missing =
  | 'picture'
  | 'pictureSending'
  | 'script'
  | 'scriptTooLong'
  | 'recording'
  | 'recordingSending';

/** The first thing that still stands between a draft and its video, in the order of the page; null when nothing does. */
export function findMissing(
  draft: Draft,
  state: {
    pictureSending: boolean;
    pictureRefused: boolean;
    recordingSending: boolean;
    recordingRefused: boolean;
    maxScriptLength: number;
  },
): Missing | null {
  if (state.pictureSending) return 'pictureSending';
  if (!draft.picture || state.pictureRefused) return 'picture';
  if (draft.mode === 'recording') {
    if (state.recordingSending) return 'recordingSending';
    return draft.recording && !state.recordingRefused ? null : 'recording';
  }
  if (draft.script.trim() === '') return 'script';
  return draft.script.trim().length > state.maxScriptLength ? 'scriptTooLong' : null;
}

/**
 * The task a complete draft asks for, naming only what was changed, so that an engine without an option still takes
 * the rest; null while something is missing. `voice` is the one the draft resolves to.
 */
export function toCreateTask(
  draft: Draft,
  resolved: { voice: string | null; pixels: Pixels | null },
): CreateTaskInput | null {
  const { picture: image, recording: audio } = draft;
  const options = {
    ...(resolved.pixels && { resolution: toResolution(resolved.pixels, draft) }),
    ...(draft.expression !== EMPTY_DRAFT.expression && { expression: draft.expression }),
    ...(draft.headMotion !== EMPTY_DRAFT.headMotion && { head_motion: draft.headMotion }),
  };
  if (!image) return null;
  if (draft.mode === 'recording') {
    return audio ? { type: 'lipsync', input: { image, audio }, options } : null;
  }
  const speechText = draft.script.trim();
  if (speechText === '') return null;
  return {
    type: 'digital_human',
    input: {
      image,
      speech_text: speechText,
      ...(resolved.voice && { voice: resolved.voice }),
    },
    options,
  };
}

/** The choices behind a task, so that it can be changed and made again. */
export function draftFromTask(task: Pick<Task, 'input' | 'options'>): Draft {
  const text = (field: string) => {
    const value = task.input[field];
    return typeof value === 'string' ? value : null;
  };
  const recording = text('audio');
  return {
    ...EMPTY_DRAFT,
    ...fromResolution(task.options.resolution),
    picture: text('image'),
    mode: recording ? 'recording' : 'script',
    script: text('speech_text') ?? '',
    recording,
    voice: text('voice'),
    expression: task.options.expression ?? EMPTY_DRAFT.expression,
    headMotion: task.options.head_motion ?? EMPTY_DRAFT.headMotion,
  };
}
