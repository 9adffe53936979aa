import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createMouthTrack,
  type MouthTrack,
  type TimedPhoneme,
} from '../../worker/speech/mouth-track.ts';
import { trackFromPhonemes } from '../../worker/speech/track-from-phonemes.ts';
import { closedShare, openShare, peakLag } from './aperture.ts';
import { drawTalkingFace, type TalkingFace, type Utterance, utter } from './talking-face.ts';

const FPS = 50;
const MOST_LAG_MS = 40;
const LEAST_CLOSED = 0.95;
const SENTENCES = {
  en: 'Bob may map the harbour. My mother baked a big apple pie, and people came from far away to buy more of it.',
  zh: '爸爸妈妈买苹果。我们明天八点半去北京，跑步的朋友不要迟到。',
};

let face: TalkingFace;
beforeAll(async () => {
  face = await drawTalkingFace();
});
afterAll(() => face[Symbol.asyncDispose]());

function shifted(phonemes: TimedPhoneme[], byMs: number): TimedPhoneme[] {
  return phonemes.map((phoneme) => ({
    ...phoneme,
    startMs: phoneme.startMs + byMs,
    endMs: phoneme.endMs + byMs,
  }));
}

function frozen({ frames, fps }: MouthTrack): MouthTrack {
  const track = createMouthTrack(frames, fps);
  track.open.fill(0.4);
  return track;
}

/** A mouth that follows loudness only: open while anything sounds. */
function loudnessOnly(track: MouthTrack, { phonemes }: Utterance): MouthTrack {
  const follows = createMouthTrack(track.frames, track.fps);
  for (const { startMs, endMs } of phonemes) {
    follows.open.fill(
      0.4,
      Math.floor((startMs * track.fps) / 1000),
      Math.ceil((endMs * track.fps) / 1000),
    );
  }
  return follows;
}

describe.each(Object.entries(SENTENCES))('the drawn mouth speaking %s', (_, text) => {
  let said: Utterance;
  let track: MouthTrack;
  let apertures: number[];
  beforeAll(async () => {
    said = await utter(text);
    track = trackFromPhonemes({ ...said, fps: FPS });
    apertures = face.apertures(track);
  });

  test('opens and closes with the sound, within 40 ms', () => {
    const { lagMs, correlation } = peakLag(apertures, said.phonemes, FPS);
    expect(Math.abs(lagMs)).toBeLessThanOrEqual(MOST_LAG_MS);
    expect(correlation).toBeGreaterThan(0.4);
  });

  test('is shut in at least 95 % of b, m and p, and open for much of the rest', () => {
    expect(closedShare(apertures, said.phonemes, FPS)).toBeGreaterThanOrEqual(LEAST_CLOSED);
    expect(openShare(apertures)).toBeGreaterThan(0.4);
  });

  test('is shut before the first and after the last sound', () => {
    expect(apertures[0]).toBe(0);
    expect(apertures.at(-1)).toBe(0);
  });

  test('fails the measure of lag when the sound is 120 ms late', () => {
    expect(Math.abs(peakLag(apertures, shifted(said.phonemes, -120), FPS).lagMs)).toBeGreaterThan(
      MOST_LAG_MS,
    );
  });

  test('fails the measure of closures when it follows loudness only', () => {
    const loud = face.apertures(loudnessOnly(track, said));
    expect(closedShare(loud, said.phonemes, FPS)).toBeLessThan(LEAST_CLOSED);
  });

  test('fails every measure when it is frozen', () => {
    const still = face.apertures(frozen(track));
    expect(closedShare(still, said.phonemes, FPS)).toBeLessThan(LEAST_CLOSED);
    expect(peakLag(still, said.phonemes, FPS).correlation).toBeLessThan(0.4);
  });
});

test('vowels open the mouth in the order of their openness', () => {
  const vowel = (symbol: string) => {
    const phonemes = [{ symbol, startMs: 200, endMs: 500, stressed: true }];
    return Math.max(...face.apertures(trackFromPhonemes({ phonemes, durationMs: 700, fps: FPS })));
  };
  const [a, o, i, u] = ['a', 'o', 'i', 'u'].map(vowel) as [number, number, number, number];
  expect(a).toBeGreaterThan(o);
  expect(o).toBeGreaterThan(i);
  expect(o).toBeGreaterThan(u);
  expect(Math.min(i, u)).toBeGreaterThan(0);
});
