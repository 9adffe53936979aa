import type { CreateTaskInput, Task, TaskOptions } from '#/domain/task.ts';
import {
  fromResolution,
  type Pixels,
  SHAPES,
  type Shape,
  SIZES,
  type Size,
  toResolution,
} from './frame-size.ts';

export type WordsMode = 'script' | 'recording';
/** What footage does where it is shorter or longer than what is said. */
export const LENGTHS = ['bounce', 'loop', 'freeze', 'cut', 'silence'] as const;
export type Length = (typeof LENGTHS)[number];
export const CAPTIONS = ['none', 'burned', 'vtt', 'srt'] as const;
export type Captions = (typeof CAPTIONS)[number];
export const FORMATS = ['mp4', 'webm', 'mov'] as const;
export type Format = (typeof FORMATS)[number];

/** Parts of the sides of the picture, 0..1. */
export type FaceBox = { x: number; y: number; width: number; height: number };

/** What someone has chosen so far. `picture`, `voice` and `recording` are references as the API takes them. */
export type Draft = {
  /** A still or footage. */
  picture: string | null;
  /** Who speaks where the picture shows several; null leaves it to the largest. */
  face: FaceBox | null;
  mode: WordsMode;
  script: string;
  recording: string | null;
  /** Null follows the language of the script. */
  voice: string | null;
  shape: Shape;
  size: Size;
  /** Of a script. */
  captions: Captions;
  /** Of footage. */
  length: Length;
  format: Format;
  /** 0..1 */
  expression: number;
  /** 0..1, of stills. */
  headMotion: number;
};

export const EMPTY_DRAFT: Draft = {
  picture: null,
  face: null,
  mode: 'script',
  script: '',
  recording: null,
  voice: null,
  shape: 'source',
  size: 'source',
  captions: 'none',
  length: 'bounce',
  format: 'mp4',
  expression: 0.5,
  headMotion: 0.3,
};

/** A draft as it was kept by an earlier page, which may have been of an earlier version; null for what is none. */
export function readDraft(kept: unknown): Draft | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const draft = { ...EMPTY_DRAFT, ...kept };
  const texts = [draft.picture, draft.recording, draft.voice];
  const parts = [draft.expression, draft.headMotion, ...Object.values(draft.face ?? {})];
  const choices: [string, readonly string[]][] = [
    [draft.mode, ['script', 'recording']],
    [draft.shape, SHAPES],
    [draft.size, SIZES],
    [draft.captions, CAPTIONS],
    [draft.length, LENGTHS],
    [draft.format, FORMATS],
  ];
  const isWhole =
    typeof draft.script === 'string' &&
    texts.every((text) => text === null || typeof text === 'string') &&
    parts.every((part) => Number.isFinite(part)) &&
    choices.every(([choice, known]) => known.includes(choice));
  return isWhole ? draft : null;
}

export type Missing =
  | 'picture'
  | 'pictureSending'
  | 'face'
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
    /** It is known that nobody is in the picture. */
    faceless: boolean;
    recordingSending: boolean;
    recordingRefused: boolean;
    maxScriptLength: number;
  },
): Missing | null {
  if (state.pictureSending) return 'pictureSending';
  if (!draft.picture || state.pictureRefused) return 'picture';
  if (state.faceless) return 'face';
  if (draft.mode === 'recording') {
    if (state.recordingSending) return 'recordingSending';
    return draft.recording && !state.recordingRefused ? null : 'recording';
  }
  if (draft.script.trim() === '') return 'script';
  return draft.script.trim().length > state.maxScriptLength ? 'scriptTooLong' : null;
}

/** What a draft leaves open, as the page found it. */
export type Resolved = {
  voice: string | null;
  pixels: Pixels | null;
  isFootage: boolean;
  /** The face marked as speaking among several; null where there is no choice, or not yet. */
  speaker: FaceBox | null;
  /** The script as it was spoken and heard before; null when it was not. */
  heard: string | null;
};

/**
 * The task a complete draft asks for, naming only what was changed, so that an engine without an option still takes
 * the rest; null while something is missing.
 */
export function toCreateTask(draft: Draft, resolved: Resolved): CreateTaskInput | null {
  const { picture } = draft;
  if (!picture) return null;
  const seen = resolved.isFootage ? { video: picture } : { image: picture };
  const speechText = draft.script.trim();
  // What was heard drives the video; its words are only known to the task that speaks them.
  const heard = draft.captions === 'none' ? resolved.heard : null;
  const audio = draft.mode === 'recording' ? draft.recording : heard;
  const options = optionsOf(draft, resolved);
  if (audio) return { type: 'lipsync', input: { ...seen, audio }, options };
  if (draft.mode === 'recording' || speechText === '') return null;
  const { voice } = resolved;
  return {
    type: 'digital_human',
    input: { ...seen, speech_text: speechText, ...(voice && { voice }) },
    options: { ...options, ...(draft.captions !== 'none' && { captions: draft.captions }) },
  };
}

function optionsOf(draft: Draft, { pixels, isFootage, speaker }: Resolved): TaskOptions {
  const { length, format, expression, headMotion } = draft;
  const face = speaker ?? draft.face;
  return {
    ...(pixels && { resolution: toResolution(pixels, draft) }),
    ...(face && { face }),
    ...(format !== EMPTY_DRAFT.format && { format }),
    ...(expression !== EMPTY_DRAFT.expression && { expression }),
    ...(isFootage && length !== EMPTY_DRAFT.length && { length }),
    ...(!isFootage && headMotion !== EMPTY_DRAFT.headMotion && { head_motion: headMotion }),
  };
}

/** The choices behind a task, so that it can be changed and made again. */
export function draftFromTask({ input, options }: Pick<Task, 'input' | 'options'>): Draft {
  const text = (field: string) => {
    const value = input[field];
    return typeof value === 'string' ? value : null;
  };
  const recording = text('audio');
  return {
    ...EMPTY_DRAFT,
    ...fromResolution(options.resolution),
    picture: text('image') ?? text('video'),
    face: typeof options.face === 'object' ? options.face : null,
    mode: recording ? 'recording' : 'script',
    script: text('speech_text') ?? text('text') ?? '',
    recording,
    voice: text('voice'),
    captions: options.captions ?? EMPTY_DRAFT.captions,
    length: options.length ?? EMPTY_DRAFT.length,
    format: options.format ?? EMPTY_DRAFT.format,
    expression: options.expression ?? EMPTY_DRAFT.expression,
    headMotion: options.head_motion ?? EMPTY_DRAFT.headMotion,
  };
}
