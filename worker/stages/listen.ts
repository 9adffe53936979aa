import { readAudio } from '../media/audio-reader.ts';
import { createSpeechAnalyser } from '../speech/analyse-speech.ts';
import type { MouthTrack } from '../speech/mouth-track.ts';
import { trackFromAudio } from '../speech/track-from-audio.ts';
import type { StageContext } from './stage-context.ts';

const ANALYSIS_RATE_HZ = 16_000;

export type Listening = { durationMs: number; track: (fps: number, frames: number) => MouthTrack };

/** Follows a recording of any language: how loud, how open, how wide, moment by moment. */
export function listen(context: StageContext, path: string): Listening {
  const analyser = createSpeechAnalyser();
  let samples = 0;
  const { limits } = context.work;
  for (const piece of readAudio(path, { sampleRateHz: ANALYSIS_RATE_HZ, channels: 1, limits })) {
    analyser.push(piece);
    samples += piece.length;
  }
  const features = analyser.finish();
  return {
    durationMs: (samples / ANALYSIS_RATE_HZ) * 1000,
    track: (fps, frames) => trackFromAudio({ features, fps, frames }),
  };
}
