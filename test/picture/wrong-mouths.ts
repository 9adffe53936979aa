import { seededRandom } from '../../bin/portraits/random.ts';
import { createMouthTrack, type MouthTrack } from '../../worker/speech/mouth-track.ts';
import { trackFromPhonemes } from '../../worker/speech/track-from-phonemes.ts';
import { ENVELOPE_STEP_MS, soundEnvelope } from './sound-delay.ts';
import type { Utterance } from './studio.ts';

/** A mouth that must fail a measure: what it does while something else is said. */
export type WrongMouth = (said: Utterance) => (fps: number, frames: number) => MouthTrack;

/** Says the same sounds in another order. */
export const shuffled: WrongMouth = ({ phonemes, durationMs }) => {
  const symbols = phonemes.map(({ symbol }) => symbol);
  const random = seededRandom(5);
  for (let i = symbols.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [symbols[i], symbols[j]] = [symbols[j] ?? '', symbols[i] ?? ''];
  }
  const wrong = phonemes.map((phoneme, i) => ({ ...phoneme, symbol: symbols[i] ?? '' }));
  return (fps) => trackFromPhonemes({ phonemes: wrong, durationMs, fps });
};

/** Is the more open the louder it is. */
export const loudnessOnly: WrongMouth = ({ path }) => {
  const levels = soundEnvelope(path);
  const most = Math.max(...levels);
  return (fps, frames) => {
    const track = createMouthTrack(frames, fps);
    for (let frame = 0; frame < frames; frame += 1) {
      const level = levels[Math.round(((frame + 0.5) * 1000) / fps / ENVELOPE_STEP_MS)] ?? 0;
      track.open[frame] = Math.min(1, (1.6 * level) / most);
    }
    return track;
  };
};

export const frozen: WrongMouth = () => (fps, frames) => {
  const track = createMouthTrack(frames, fps);
  track.open.fill(0.4);
  return track;
};
