import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEspeak } from '../engines/espeak/espeak.ts';
import { createSpeechAnalyser } from './analyse-speech.ts';
import type { MouthTrack, TimedPhoneme } from './mouth-track.ts';
import { trackFromAudio } from './track-from-audio.ts';
import { trackFromPhonemes } from './track-from-phonemes.ts';

const RATE_HZ = 16000;

function follow(samples: Float32Array, fps = 100): MouthTrack {
  const analyser = createSpeechAnalyser();
  analyser.push(samples);
  const frames = Math.ceil((samples.length / RATE_HZ) * fps);
  return trackFromAudio({ features: analyser.finish(), fps, frames });
}

/** A voice of 120 Hz through resonators in cascade; F2 starts and ends at `edgeHz` for 60 ms. */
function vowel(formantsHz: readonly number[], seconds: number, edgeHz = formantsHz[1] ?? 0) {
  let signal = new Float32Array(Math.round(seconds * RATE_HZ));
  const period = Math.round(RATE_HZ / 120);
  for (let k = 0; k < signal.length; k += period) signal[k] = 1;
  const edge = 0.06 * RATE_HZ;
  for (const [index, hz] of formantsHz.entries()) {
    const radius = Math.exp((-Math.PI * 80) / RATE_HZ);
    const out = new Float32Array(signal.length);
    for (let k = 0; k < out.length; k++) {
      const inside = Math.min(1, k / edge, (out.length - k) / edge);
      const here = index === 1 ? edgeHz + (hz - edgeHz) * inside : hz;
      const a1 = 2 * radius * Math.cos((2 * Math.PI * here) / RATE_HZ);
      out[k] =
        (1 - a1 + radius ** 2) * (signal[k] ?? 0) +
        a1 * (out[k - 1] ?? 0) -
        radius ** 2 * (out[k - 2] ?? 0);
    }
    signal = out;
  }
  const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const fade = 0.02 * RATE_HZ;
  return signal.map(
    (v, k) => ((0.5 * v) / peak) * Math.min(1, k / fade, (signal.length - k) / fade),
  );
}

const FORMANTS = {
  a: [800, 1250, 2600],
  i: [290, 2250, 3000],
  u: [310, 780, 2300],
  o: [480, 880, 2400],
};

function join(...parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function silence(seconds: number): Float32Array {
  return new Float32Array(Math.round(seconds * RATE_HZ));
}

function noise(seconds: number, level: number): Float32Array {
  let state = 12345;
  return silence(seconds).map(() => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return level * (state / 2 ** 31 - 1);
  });
}

async function speak(text: string, voice: string) {
  await using espeak = await createEspeak();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const pieces: Float32Array[] = [];
  const phonemes: TimedPhoneme[] = [];
  for await (const piece of espeak.speak({ text, voice }, context)) {
    pieces.push(piece.samples);
    phonemes.push(...piece.phonemes);
  }
  const source = join(...pieces);
  const step = espeak.sampleRateHz / RATE_HZ;
  const samples = new Float32Array(Math.floor(source.length / step)).map((_, k) => {
    const low = Math.floor(k * step);
    const part = k * step - low;
    return (source[low] ?? 0) * (1 - part) + (source[low + 1] ?? 0) * part;
  });
  return { samples, phonemes, durationMs: (source.length * 1000) / espeak.sampleRateHz };
}

function correlation(a: Float32Array, b: Float32Array, lag: number): number {
  const pairs: [number, number][] = [];
  a.forEach((value, k) => {
    const other = b[k + lag];
    if (other !== undefined) pairs.push([value, other]);
  });
  const meanA = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
  const meanB = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const [x, y] of pairs) {
    ab += (x - meanA) * (y - meanB);
    aa += (x - meanA) ** 2;
    bb += (y - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('trackFromAudio', () => {
  test.each([
    ['en', 'Every voice you hear today was made for you. Good morning, everybody.'],
    ['en-us-male', 'My name is Peter and I believe that people speak about beautiful things.'],
    ['zh', '爸爸妈妈去学校，发现月亮和绿色的苹果。今天下午我们一起开会，请大家准备好材料。'],
  ])('%s: opens as the known sounds of the same speech do, within 40 ms', async (voice, text) => {
    const speech = await speak(text, voice);
    const heard = follow(speech.samples);
    const known = trackFromPhonemes({ ...speech, fps: 100 });
    const lags = Array.from({ length: 41 }, (_, k) => k - 20);
    const scores = lags.map((lag) => correlation(known.open, heard.open, lag));
    const best = Math.max(...scores);
    expect(best).toBeGreaterThan(0.65);
    expect(Math.abs(lags[scores.indexOf(best)] ?? 99) * 10).toBeLessThanOrEqual(40);
  });

  test('synthetic a, o, i and u open and spread in their order', () => {
    const order = ['a', 'i', 'u', 'o'] as const;
    const track = follow(
      join(...order.flatMap((name) => [silence(0.4), vowel(FORMANTS[name], 0.4)]), silence(0.4)),
    );
    const [a, i, u, o] = order.map((_, k) => {
      const frame = k * 80 + 60;
      return {
        open: track.open[frame] ?? 0,
        width: track.width[frame] ?? 0,
        round: track.round[frame] ?? 0,
      };
    });
    if (!a || !i || !u || !o) throw new Error('four vowels were made');
    expect(a.open).toBeGreaterThan(o.open + 0.15);
    expect(o.open).toBeGreaterThan(i.open);
    expect(a.open).toBeGreaterThan(u.open + 0.3);
    expect(i.width).toBeGreaterThan(a.width + 0.2);
    expect(a.width).toBeGreaterThan(o.width);
    expect(a.width).toBeGreaterThan(u.width + 0.3);
    expect(u.round).toBeGreaterThan(0.5);
    expect(i.round).toBeLessThan(0.01);
  });

  test('a hiss shows teeth in a nearly closed mouth', () => {
    const hiss = noise(0.3, 0.3).map((v, k, all) => v - (all[k - 1] ?? 0));
    const track = follow(join(silence(0.3), vowel(FORMANTS.a, 0.4), hiss, silence(0.3)));
    expect(track.teeth[85]).toBeGreaterThan(0.6);
    expect(track.open[85]).toBeLessThan(0.15);
    expect(track.open[50]).toBeGreaterThan(0.5);
  });

  test('pauses close the mouth, also over background noise', () => {
    const speech = join(silence(1), vowel(FORMANTS.a, 0.5), silence(1));
    const hum = noise(2.5, 0.02);
    const track = follow(speech.map((v, k) => v + (hum[k] ?? 0)));
    expect(Math.max(...track.open.subarray(0, 85))).toBeLessThan(0.02);
    expect(track.open[125]).toBeGreaterThan(0.5);
    expect(Math.max(...track.open.subarray(185))).toBeLessThan(0.02);
  });

  test('a short stop closes the lips when F2 falls into it, and raises the tongue when F2 rises', () => {
    const [labial, alveolar] = [950, 2000].map((edgeHz) => {
      const part = vowel([480, 1500, 2500], 0.3, edgeHz);
      return follow(join(silence(0.3), part, silence(0.06), part, silence(0.3)));
    });
    expect(Math.max(...(labial?.closed.subarray(58, 68) ?? []))).toBe(1);
    expect(Math.max(...(labial?.closed.subarray(0, 50) ?? []))).toBe(0);
    expect(Math.max(...(alveolar?.closed ?? []))).toBe(0);
    expect(Math.max(...(alveolar?.tongue ?? []))).toBeGreaterThan(0.3);
  });

  test.each([
    ['nothing', new Float32Array()],
    ['one sample', new Float32Array(1)],
    ['silence', silence(1)],
    ['faint noise', noise(1, 0.0004)],
  ])('%s leaves the mouth at rest', (_, samples) => {
    const analyser = createSpeechAnalyser();
    analyser.push(samples);
    const track = trackFromAudio({ features: analyser.finish(), fps: 25, frames: 25 });
    expect(Math.max(...track.open, ...track.closed, ...track.teeth)).toBe(0);
  });

  test('the size of the pieces changes nothing', () => {
    const samples = join(noise(0.2, 0.1), vowel(FORMANTS.o, 0.7), silence(0.1));
    const whole = follow(samples, 25);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (sizes) => {
        const analyser = createSpeechAnalyser();
        for (let at = 0, k = 0; at < samples.length; k++) {
          const size = sizes[k % sizes.length] ?? 1;
          analyser.push(samples.subarray(at, at + size));
          at += size;
        }
        const frames = whole.frames;
        expect(trackFromAudio({ features: analyser.finish(), fps: 25, frames })).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  test('any sound gives finite values within range', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ min: -1, max: 1, maxLength: 4000, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (samples, repeats) => {
          const track = follow(
            join(...Array.from({ length: repeats }, () => samples), silence(0.1)),
            30,
          );
          for (const [name, values] of Object.entries(track)) {
            if (!(values instanceof Float32Array)) continue;
            const least = name === 'width' ? -1 : 0;
            expect(values.every((v) => v >= least && v <= 1)).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
