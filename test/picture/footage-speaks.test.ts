import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Shot } from '../drawn-footage.ts';
import { type DrawnTalker, filmTalker, mouthSizes } from './drawn-talker.ts';
import type { MouthSize } from './measure-mouth.ts';
import {
  closedShare,
  correlation,
  isShut,
  openShare,
  peakLag,
  vowelSizes,
  vowelsInOrder,
} from './speech-agreement.ts';
import { openStudio, type Studio, type Utterance } from './studio.ts';
import { frozen } from './wrong-mouths.ts';

const [SIDE, FPS] = [400, 25];
/** Of the machine when everything else runs as well. */
const PATIENCE_MS = 300_000;
const MOST_LAG_MS = 40;
const LEAST_AGREEMENT = 0.4;
const LEAST_CLOSED = 0.95;
/** What is left of the mouth motion of the footage, as a correlation. */
const MOST_LEFT = 0.25;

let studio: Studio;
let said: Utterance;
beforeAll(async () => {
  studio = await openStudio();
  said = await studio.utter('Father saw two at sea. Bob may map it. He saw two cars.');
}, PATIENCE_MS);
afterAll(() => studio[Symbol.asyncDispose]());

/** Says something else, three syllables a second and with no regard to the new words. */
function babble(frame: number): number {
  return 0.3 - 0.3 * Math.cos(frame * 0.75);
}

const MOVES: Record<string, (frame: number) => Partial<Shot>> = {
  'holds still': () => ({}),
  'sways, tilts and comes closer': (frame) => ({
    x: SIDE / 2 + 10 * Math.sin(frame / 12),
    angle: 0.12 * Math.sin(frame / 15),
    scale: 0.62 + 0.03 * Math.sin(frame / 20),
  }),
};

describe.each(Object.entries(MOVES))('a talking face in footage that %s', (name, shotAt) => {
  let talker: DrawnTalker;
  let before: MouthSize[];
  let sizes: MouthSize[];
  const speaking = (of: MouthSize[]) => ({ sizes: of, fps: FPS, phonemes: said.phonemes });
  const left = (of: MouthSize[]) =>
    Math.abs(correlation(of.map(({ aperture }, i) => [aperture, before[i]?.aperture ?? 0])));

  beforeAll(async () => {
    const frames = Math.ceil((said.durationMs * FPS) / 1000);
    const film = { width: SIDE, height: SIDE, fps: FPS, frames, noise: 2 };
    const path = `${studio.folder}/${name}.mp4`;
    talker = await filmTalker(path, { ...film, mouthAt: babble, shotAt });
    before = mouthSizes(talker, talker.frames);
    const talk = await studio.talk({ source: { video: talker.path }, said });
    sizes = mouthSizes(talker, talk.frames);
  }, PATIENCE_MS);

  test('opens and closes with the new sound, within 40 ms', () => {
    const { lagMs, agreement } = peakLag(speaking(sizes));
    expect(Math.abs(lagMs)).toBeLessThanOrEqual(MOST_LAG_MS);
    expect(agreement).toBeGreaterThan(0.7);
  });

  test('shuts its lips for b, m and p, and has an own mouth for each vowel', () => {
    expect(closedShare(speaking(sizes))).toBeGreaterThanOrEqual(LEAST_CLOSED);
    expect(openShare({ sizes })).toBeGreaterThan(0.15);
    const vowels = vowelSizes(speaking(sizes));
    expect(vowelsInOrder(vowels), JSON.stringify(vowels)).toBe(true);
  });

  test('keeps nothing of what it said in the footage', { timeout: PATIENCE_MS }, async () => {
    expect(left(sizes)).toBeLessThan(MOST_LEFT);
    const silent = { ...said, phonemes: [] };
    const quiet = await studio.talk({
      source: { video: talker.path },
      said: silent,
      options: { end: 1.6, length: 'cut' },
    });
    expect(quiet.frames).toHaveLength(40);
    expect(mouthSizes(talker, quiet.frames).filter((size) => !isShut(size))).toEqual([]);
  });

  test('fails all of that as it was filmed', () => {
    expect(Math.max(...before.map(({ aperture }) => aperture))).toBeGreaterThan(0.2);
    expect(peakLag(speaking(before)).agreement).toBeLessThan(LEAST_AGREEMENT);
    expect(closedShare(speaking(before))).toBeLessThan(LEAST_CLOSED);
    expect(vowelsInOrder(vowelSizes(speaking(before)))).toBe(false);
    expect(left(before)).toBeGreaterThan(MOST_LEFT);
  });

  test('fails all of that with a frozen mouth', { timeout: PATIENCE_MS }, async () => {
    const talk = await studio.talk({ source: { video: talker.path }, said, track: frozen(said) });
    const stiff = mouthSizes(talker, talk.frames);
    expect(peakLag(speaking(stiff)).agreement).toBeLessThan(LEAST_AGREEMENT);
    expect(closedShare(speaking(stiff))).toBeLessThan(LEAST_CLOSED);
    expect(vowelsInOrder(vowelSizes(speaking(stiff)))).toBe(false);
  });
});
