import type { ErrorCode } from '#/domain/errors.ts';
import type { TimedPhoneme } from '#/domain/speech-timing.ts';
import type { StoredWord, TaskOptions, TaskStage, TaskType } from '#/domain/task.ts';
import type { Capabilities } from '#/domain/worker.ts';
import type { MediaLimits } from '../media/limits.ts';

/** An input that the supervisor has put into the work folder; `content` is equal for equal bytes. */
export type StagedFile = { path: string; content: string; vector: boolean };

/** One attempt at a task, as a slot gets it: plain data, no secrets, only paths below `workDir`. */
export type SlotWork = {
  taskId: string;
  type: TaskType;
  input: Record<string, unknown>;
  options: TaskOptions;
  files: Partial<Record<'image' | 'video' | 'audio' | 'watermark', StagedFile>>;
  /** Of the audio input, when it was made here. */
  phonemes: TimedPhoneme[] | null;
  /** Where the face is in the footage, when that was seen before; a copy of a blob below `workDir`. */
  faceTrack: { path: string; blob: string } | null;
  workDir: string;
  visibleLabel: boolean;
  limits: MediaLimits;
};

/** What an attempt made: a finished file below `workDir`, not yet published. */
export type SlotProduct = {
  path: string;
  engine: string;
  /** A file of captions below `workDir`. */
  captionsPath: string | null;
  /** Of speech made in this attempt; `path` is its recording. */
  speech: { path: string; words: StoredWord[]; phonemes: TimedPhoneme[] } | null;
  /** Where the face is in so many frames of the footage, for the next video of it; a file below `workDir`. */
  faceTrack: { path: string; frames: number } | null;
  /** Length that the result must have, in seconds. */
  durationS: number;
};

export type SlotProgress = { stage: TaskStage; progress: number; engine?: string };

/** A piece of the video that can be played already; a file below `workDir`. Number 0 is the initialisation segment. */
export type SlotPreview = { number: number; path: string; durationMs: number };

export type ToSlot = { type: 'run'; work: SlotWork } | { type: 'cancel' };

export type FromSlot =
  | { type: 'ready'; capabilities: Capabilities }
  | { type: 'progress'; report: SlotProgress }
  | { type: 'preview'; preview: SlotPreview }
  | { type: 'done'; product: SlotProduct }
  | { type: 'failed'; failure: SlotFailure }
  | { type: 'cancelled' };

/** `detail` is shown to callers, `cause` only logged. */
export type SlotFailure = { code: ErrorCode; detail: string; cause: string | null };
