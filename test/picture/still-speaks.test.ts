import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestFaceOptions } from '../../bin/portraits/test-face.ts';
import { drawTalker, mouthSizes } from './drawn-talker.ts';
import { delayRecording, soundDelayMs } from './sound-delay.ts';
import {
  closedShare,
  isShut,
  openShare,
  peakLag,
  type Speaking,
  vowelSizes,
  vowelsInOrder,
} from './speech-agreement.ts';
import { openStudio, type Studio, type TalkRequest, type Utterance } from './studio.ts';
import { frozen, loudnessOnly, shuffled } from './wrong-mouths.ts';

/** Of the machine when everything else runs as well. */
const PATIENCE_MS = 300_000;
const MOST_LAG_MS = 40;
const LEAST_AGREEMENT = 0.4;
const LEAST_CLOSED = 0.95;
const SENTENCES = {
  en: 'Father saw two shoes. He also saw cars at sea. Bob may map it, maybe people pause.',
  zh: '爸爸妈妈不怕。他大哥，哦！阿姨一百，你去，屋。',
};
const FACE: TestFaceOptions = { width: 400, height: 400, scale: 0.56, centre: [200, 150] };

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
}, PATIENCE_MS);
afterAll(() => studio[Symbol.asyncDispose]());

/** A drawn person says it, in a video made as any other, and is measured in its decoded frames. */
async function speak(
  face: Partial<TestFaceOptions>,
  request: Omit<TalkRequest, 'source'>,
): Promise<Speaking & { soundDelay: number }> {
  const talker = await drawTalker(`${studio.folder}/${JSON.stringify(face)}.png`, {
    ...FACE,
    ...face,
  });
  const { path, fps, frames } = await studio.talk({ ...request, source: { image: talker.path } });
  return {
    sizes: mouthSizes(talker, frames),
    fps,
    phonemes: request.said.phonemes,
    soundDelay: soundDelayMs(path, request.said.path),
  };
}

/** How far the mouth is behind the sound that is heard. */
function lagOf(speaking: Speaking & { soundDelay: number }) {
  const { lagMs, agreement } = peakLag(speaking);
  return { lagMs: lagMs - speaking.soundDelay, agreement };
}

function follows(speaking: Speaking & { soundDelay: number }): boolean {
  const { lagMs, agreement } = lagOf(speaking);
  return Math.abs(lagMs) <= MOST_LAG_MS && agreement >= LEAST_AGREEMENT;
}

describe.each(Object.entries(SENTENCES))('a drawn face that says %s', (_, text) => {
  let said: Utterance;
  let spoken: Awaited<ReturnType<typeof speak>>;
  beforeAll(async () => {
    said = await studio.utter(text);
    spoken = await speak({}, { said });
  }, PATIENCE_MS);

  test('opens and closes with the sound, within 40 ms', () => {
    const { lagMs, agreement } = lagOf(spoken);
    expect(Math.abs(lagMs)).toBeLessThanOrEqual(MOST_LAG_MS);
    expect(agreement).toBeGreaterThan(0.7);
  });

  test('shuts its lips in at least 95 % of b, m and p, and has them open for much of the rest', () => {
    expect(closedShare(spoken)).toBeGreaterThanOrEqual(LEAST_CLOSED);
    expect(openShare(spoken)).toBeGreaterThan(0.4);
  });

  test('has an own mouth for a, o, i and u', () => {
    expect(vowelsInOrder(vowelSizes(spoken)), JSON.stringify(vowelSizes(spoken))).toBe(true);
  });

  test('is shut before the first sound and after the last', () => {
    expect(spoken.sizes.slice(0, 2).every(isShut)).toBe(true);
    expect(spoken.sizes.slice(-2).every(isShut)).toBe(true);
  });

  test('fails the measure of lag when its sound is 120 ms late', {
    timeout: PATIENCE_MS,
  }, async () => {
    const path = delayRecording(said.path, `${studio.folder}/late.wav`, 120);
    const late = await speak({}, { said, sound: path });
    expect(late.soundDelay).toBe(120);
    expect(follows(late)).toBe(false);
    expect(closedShare(late)).toBe(closedShare(spoken));
  });

  test('fails closures and vowels when the sounds are shuffled', {
    timeout: PATIENCE_MS,
  }, async () => {
    const wrong = await speak({}, { said, track: shuffled(said) });
    expect(closedShare(wrong)).toBeLessThan(LEAST_CLOSED);
    expect(vowelsInOrder(vowelSizes(wrong))).toBe(false);
  });

  test('fails closures and vowels when the mouth follows loudness only', {
    timeout: PATIENCE_MS,
  }, async () => {
    const wrong = await speak({}, { said, track: loudnessOnly(said) });
    expect(closedShare(wrong)).toBeLessThan(LEAST_CLOSED);
    expect(vowelsInOrder(vowelSizes(wrong))).toBe(false);
  });

  test('fails every measure when the mouth is frozen', { timeout: PATIENCE_MS }, async () => {
    const wrong = await speak({}, { said, track: frozen(said) });
    expect(follows(wrong)).toBe(false);
    expect(closedShare(wrong)).toBeLessThan(LEAST_CLOSED);
    expect(vowelsInOrder(vowelSizes(wrong))).toBe(false);
    expect(wrong.sizes.slice(0, 2).every(isShut)).toBe(false);
  });
});

const LOOKS: Record<string, Partial<TestFaceOptions>> = {
  'tilted and dim': { roll: 18, light: 0.5 },
  'turned aside and bright': { yaw: 15, light: 1.2 },
  small: { scale: 0.4 },
  'drawn with an open mouth': { mouthOpen: 0.4 },
  'that grins': { mouthOpen: 0.35, mouthWidth: 160 },
  'with glasses and a beard': { glasses: true, beard: true },
};

test.each(Object.entries(LOOKS))(
  'a face %s speaks as well',
  async (_, face) => {
    const said = await studio.utter('Father saw two at sea. Bob may map it. He saw two cars.');
    const spoken = await speak(face, { said });
    expect(follows(spoken)).toBe(true);
    expect(closedShare(spoken)).toBeGreaterThanOrEqual(LEAST_CLOSED);
    // Lips in a beard have no clear ends.
    if (!face.beard) {
      expect(vowelsInOrder(vowelSizes(spoken)), JSON.stringify(vowelSizes(spoken))).toBe(true);
    }
  },
  PATIENCE_MS,
);
