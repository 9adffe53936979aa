import { readAudio } from '../../worker/media/audio-reader.ts';
import { writeWav } from '../../worker/media/wav-writer.ts';

const RATE_HZ = 16_000;
export const ENVELOPE_STEP_MS = 5;

/** By how much the sound of a video is later than the recording, in ms, at the best agreement of their loudness. */
export function soundDelayMs(video: string, recording: string): number {
  const [late, early] = [soundEnvelope(video), soundEnvelope(recording)];
  const most = 300 / ENVELOPE_STEP_MS;
  let best = { shift: 0, sum: -1 };
  for (let shift = -most; shift <= most; shift += 1) {
    let sum = 0;
    early.forEach((level, i) => {
      sum += level * (late[i + shift] ?? 0);
    });
    if (sum > best.sum) best = { shift, sum };
  }
  return best.shift * ENVELOPE_STEP_MS;
}

/** Loudness of the sound of a file, one value per `ENVELOPE_STEP_MS`. */
export function soundEnvelope(path: string): number[] {
  const step = (RATE_HZ * ENVELOPE_STEP_MS) / 1000;
  const levels: number[] = [];
  let [sum, count] = [0, 0];
  for (const piece of readAudio(path, { sampleRateHz: RATE_HZ, channels: 1 })) {
    for (const sample of piece) {
      sum += sample * sample;
      count += 1;
      if (count < step) continue;
      levels.push(Math.sqrt(sum / step));
      [sum, count] = [0, 0];
    }
  }
  return levels;
}

/** Writes the recording again with silence before it. */
export function delayRecording(recording: string, path: string, byMs: number): string {
  const silence = new Float32Array((RATE_HZ * byMs) / 1000);
  const pieces = Array.from(readAudio(recording, { sampleRateHz: RATE_HZ, channels: 1 }), (piece) =>
    piece.slice(),
  );
  writeWav(path, [silence, ...pieces], { sampleRateHz: RATE_HZ, aigc: null });
  return path;
}
