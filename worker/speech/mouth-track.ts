/**
 * What the mouth does over time, independent of any face: the contract between speech analysis and renderers.
 * One value per channel and video frame; all channels have length `frames`.
 */
export type MouthTrack = {
  /** Frames per second of the video the track drives. */
  fps: number;
  frames: number;
  /** Jaw opening, 0 (rest, lips together) .. 1 (widest open vowel). */
  open: Float32Array;
  /** Lip corners: −1 narrow/pursed .. 0 rest .. 1 spread. */
  width: Float32Array;
  /** Lips rounded and pushed forward, 0 .. 1. */
  round: Float32Array;
  /** How much of the upper teeth shows, 0 .. 1 (fricatives, front vowels). */
  teeth: Float32Array;
  /** Tongue raised behind the teeth, 0 .. 1 (l, n, t, d, th). */
  tongue: Float32Array;
  /** Lips pressed together, 0 .. 1; 1 forces a closed mouth whatever `open` says (b, m, p). */
  closed: Float32Array;
  /** Lower lip tucked under the upper teeth, 0 .. 1 (f, v). */
  bite: Float32Array;
  /** Loudness 0 .. 1, for brows and head motion that follow emphasis. */
  energy: Float32Array;
};

export type { TimedPhoneme } from '#/domain/speech-timing.ts';

/** A word (or a Chinese character) of the text with its place in the recording. */
export type TimedWord = {
  text: string;
  /** UTF-16 offset of the word in the text. */
  offset: number;
  startMs: number;
  endMs: number;
};

export function createMouthTrack(frames: number, fps: number): MouthTrack {
  const channel = () => new Float32Array(frames);
  return {
    fps,
    frames,
    open: channel(),
    width: channel(),
    round: channel(),
    teeth: channel(),
    tongue: channel(),
    closed: channel(),
    bite: channel(),
    energy: channel(),
  };
}
