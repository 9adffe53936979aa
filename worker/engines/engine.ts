import type { MouthTrack, TimedPhoneme, TimedWord } from '../speech/mouth-track.ts';
import type { Face, Picture } from '../vision/face.ts';

/** A step of a task that an engine can do. */
export type EngineStage = 'speech' | 'lips';

export type EngineInfo = {
  name: string;
  version: string;
  stages: EngineStage[];
  /** SPDX identifier. */
  licence: string;
};

/**
 * Text to speech. Sound is yielded in pieces as it is made, mono, −1..1 at `sampleRateHz`;
 * timings in ms from the start of the first piece, non-decreasing, complete when the iteration ends.
 */
export interface SpeechEngine extends AsyncDisposable {
  readonly info: EngineInfo;
  readonly sampleRateHz: number;
  /** @throws AppError `text_unspeakable` when no sound results, `engine_failed` otherwise. */
  speak(
    request: { text: string; voice: string },
    context: EngineContext,
  ): AsyncIterable<SpeechPiece>;
}

export type SpeechPiece = {
  samples: Float32Array;
  words: TimedWord[];
  phonemes: TimedPhoneme[];
};

export type EngineContext = { signal: AbortSignal; progress: (done: number, due: number) => void };

/**
 * Moves the mouth of a face in a still picture. Synchronous and single-threaded: it is owned by a render thread.
 * `render` may be called for any frame in any order and is deterministic for equal arguments.
 */
export interface StillLipRenderer {
  readonly info: EngineInfo;
  readonly width: number;
  readonly height: number;
  /** Writes frame `index` as RGBA, packed rows, into `out` (width × height × 4 bytes). */
  render(index: number, out: Uint8Array): void;
}

export type StillLipRequest = {
  /** The picture at output size; width and height even. */
  picture: Picture;
  face: Face;
  track: MouthTrack;
  /** 0..1: scales brows, blinks and smile. */
  expression: number;
  /** 0..1: sway; 0 keeps the head still. */
  headMotion: number;
  /** Fixes blinks and sway. */
  seed: number;
};

/**
 * Replaces the mouth motion of one face in footage. Synchronous and single-threaded. Frames come in display order, each
 * once; equal calls give equal pixels.
 */
export interface FootageLipRenderer {
  readonly info: EngineInfo;
  /**
   * Changes frame `index` of the video in place: RGBA, packed rows, width × height × 4 bytes.
   * `face` is the speaking face in this frame, smoothed over time; null passes the frame through unchanged.
   */
  render(index: number, frame: Uint8Array, face: Face | null): void;
}

export type FootageLipRequest = {
  width: number;
  height: number;
  track: MouthTrack;
  /** 0..1: scales the smile; blinks and brows stay those of the footage. */
  expression: number;
};
