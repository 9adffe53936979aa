import { readAudio } from '../media/audio-reader.ts';
import { ANALYSIS_RATE_HZ, createSpeechAnalyser } from '../speech/analyse-speech.ts';
import type { MouthTrack } from '../speech/mouth-track.ts';
import { trackFromAudio } from '../speech/track-from-audio.ts';
import { trackFromPhonemes } from '../speech/track-from-phonemes.ts';
import type { StageContext } from './stage-context.ts';

export type Listening = {
  durationMs: number;
  track: (fps: number, frames: number) => MouthTrack;
};

/** Follows a recording: by its phonemes where it was made here, else by its sound, whatever the language. */
export function listen(context: StageContext, path: string): Listening {
  const { limits, phonemes } = context.work;
  const analyser = phonemes ? null : createSpeechAnalyser();
  let samples = 0;
  for (const piece of readAudio(path, { sampleRateHz: ANALYSIS_RATE_HZ, channels: 1, limits })) {
    analyser?.push(piece);
    samples += piece.length;
  }
  const durationMs = (samples / ANALYSIS_RATE_HZ) * 1000;
  const features = analyser?.finish();
  const track = (fps: number, frames: number) =>
    features
      ? trackFromAudio({ features, fps, frames })
      : trackFromPhonemes({ phonemes: phonemes ?? [], durationMs, fps });
  return { durationMs, track };
}
