import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEspeak } from '../engines/espeak/espeak.ts';
import type { MouthTrack, TimedPhoneme } from './mouth-track.ts';
import { trackFromPhonemes } from './track-from-phonemes.ts';

const FRAME_RATES = [24, 25, 29.97, 30, 50, 60];

function held(symbol: string, stressed = true): MouthTrack {
  const phonemes = [{ symbol, startMs: 300, endMs: 600, stressed }];
  return trackFromPhonemes({ phonemes, durationMs: 900, fps: 50 });
}

function most(values: Float32Array): number {
  return values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
}

async function speak(text: string, voice: string) {
  await using espeak = await createEspeak();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const phonemes: TimedPhoneme[] = [];
  let samples = 0;
  for await (const piece of espeak.speak({ text, voice }, context)) {
    phonemes.push(...piece.phonemes);
    samples += piece.samples.length;
  }
  return { phonemes, durationMs: (samples * 1000) / espeak.sampleRateHz };
}

function shownDuring(track: MouthTrack, { startMs, endMs }: TimedPhoneme): number[] {
  const frames = Array.from({ length: track.frames }, (_, frame) => frame);
  const at = (frame: number) => (frame * 1000) / track.fps;
  return frames.filter((frame) => at(frame + 1) > startMs - 45 && at(frame) < endMs);
}

describe('trackFromPhonemes', () => {
  test.each([
    ['en', 'Bob may map a baby pump, but Mum stopped'],
    ['zh', '爸爸妈妈怕胖，不买面包'],
  ])('%s: every b, m and p shows a fully closed mouth at any frame rate', async (voice, text) => {
    const speech = await speak(text, voice);
    const labials = speech.phonemes.filter(({ symbol }) => /^[pbm]/u.test(symbol));
    expect(labials.length).toBeGreaterThanOrEqual(8);
    for (const fps of FRAME_RATES) {
      const track = trackFromPhonemes({ ...speech, fps });
      for (const labial of labials) {
        const closed = shownDuring(track, labial).filter((frame) => track.closed[frame] === 1);
        expect(closed.length).toBeGreaterThan(0);
        expect(closed.every((frame) => track.open[frame] === 0)).toBe(true);
      }
    }
  });

  test('every f and v bites, and vowels between closures still open', async () => {
    const speech = await speak('Five very fine foxes. Baby, maybe.', 'en');
    const track = trackFromPhonemes({ ...speech, fps: 25 });
    for (const phoneme of speech.phonemes) {
      const frames = shownDuring(track, phoneme);
      if (/^[fv]/u.test(phoneme.symbol)) {
        expect(Math.max(...frames.map((frame) => track.bite[frame] ?? 0))).toBe(1);
      }
      if (phoneme.symbol.startsWith('eɪ')) {
        expect(Math.max(...frames.map((frame) => track.open[frame] ?? 0))).toBeGreaterThan(0.15);
      }
    }
  });

  test('vowels open in the order a, o, i, u and spread in the order i, a, o, u', () => {
    const [a, o, i, u] = ['a', 'o', 'i', 'u'].map((symbol) => held(symbol));
    const open = [a, o, i, u].map((track) => most(track?.open ?? new Float32Array()));
    const width = [i, a, o, u].map((track) => most(track?.width ?? new Float32Array()));
    expect(open).toEqual(open.toSorted((x, y) => y - x));
    expect(open[0]).toBeGreaterThan((open[1] ?? 0) + 0.2);
    expect(open[1]).toBeGreaterThan((open[2] ?? 0) + 0.2);
    expect(width).toEqual(width.toSorted((x, y) => y - x));
    expect(most(u?.round ?? new Float32Array())).toBeGreaterThan(0.9);
    expect(most(i?.round ?? new Float32Array())).toBe(0);
  });

  test('stress opens a vowel more', () => {
    expect(most(held('a', true).open)).toBeGreaterThan(most(held('a', false).open) * 1.15);
  });

  test('a diphthong moves from its first vowel to its second', () => {
    const { width, open } = held('aɪ');
    const at = (values: Float32Array, ms: number) => values[Math.floor(ms / 20)] ?? 0;
    expect(at(open, 400)).toBeGreaterThan(at(open, 560) * 1.5);
    expect(at(width, 560)).toBeGreaterThan(at(width, 400) + 0.1);
  });

  test('the mouth moves before its sound, by 20 to 120 ms, and closes within 250 ms after it', () => {
    const { open } = held('a');
    const first = open.findIndex((value) => value > 0.05);
    const last = open.findLastIndex((value) => value > 0.05);
    expect(first * 20).toBeGreaterThanOrEqual(300 - 120);
    expect(first * 20).toBeLessThanOrEqual(300 - 20);
    expect(last * 20).toBeLessThan(600 + 250);
  });

  test('pauses between sentences and both ends rest', async () => {
    const speech = await speak('Ah! Ah!', 'en');
    const track = trackFromPhonemes({ ...speech, fps: 25 });
    const [first, second] = speech.phonemes.filter(({ symbol }) => symbol.startsWith('ɑ'));
    const middle = ((first?.endMs ?? 0) + (second?.startMs ?? 0)) / 2;
    for (const frame of [0, Math.floor(middle / 40), track.frames - 1]) {
      expect(track.open[frame]).toBeLessThan(0.03);
      expect(Math.abs(track.width[frame] ?? 1)).toBeLessThan(0.05);
    }
  });

  test('normal speech does not gape on every syllable', async () => {
    const speech = await speak('The quick brown fox jumps over the lazy dog near the river.', 'en');
    const { open } = trackFromPhonemes({ ...speech, fps: 25 });
    const sorted = open.toSorted();
    expect(sorted[Math.floor(sorted.length * 0.5)]).toBeLessThan(0.35);
    expect(sorted.at(-1)).toBeGreaterThan(0.45);
  });

  test('any list of sounds gives finite values within range, the same each time', () => {
    const phoneme = fc.record({
      symbol: fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 4 }),
        fc.constantFrom('p', 'aɪɚ', 'tʂʰ', 'fː', 'uo', 'ʔ', ''),
      ),
      gap: fc.integer({ min: -50, max: 400 }),
      length: fc.integer({ min: 0, max: 500 }),
      stressed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(phoneme, { maxLength: 40 }),
        fc.constantFrom(...FRAME_RATES),
        (list, fps) => {
          let ms = 0;
          const phonemes = list.map(({ symbol, gap, length, stressed }) => {
            const startMs = Math.max(0, ms + gap);
            ms = startMs + length;
            return { symbol, startMs, endMs: ms, stressed };
          });
          const request = { phonemes, durationMs: ms + 100, fps };
          const track = trackFromPhonemes(request);
          expect(track.frames).toBe(Math.ceil(((ms + 100) * fps) / 1000 - 1e-6));
          for (const [name, values] of Object.entries(track)) {
            if (!(values instanceof Float32Array)) continue;
            const least = name === 'width' ? -1 : 0;
            expect(values.every((v) => v >= least && v <= 1)).toBe(true);
          }
          expect(trackFromPhonemes(request)).toEqual(track);
        },
      ),
      { numRuns: 60 },
    );
  });
});
