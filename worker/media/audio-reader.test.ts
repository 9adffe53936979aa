import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAigcLabel } from './aigc.ts';
import { readAudio } from './audio-reader.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { MADE_AIGC, madeFolder, makeTone, makeVideo } from './made-media.ts';
import { writeWav } from './wav-writer.ts';

function all(path: string, sampleRateHz: number): Float32Array {
  const samples: number[] = [];
  for (const piece of readAudio(path, { sampleRateHz, channels: 1 })) samples.push(...piece);
  return Float32Array.from(samples);
}

function hertzOf(samples: Float32Array, sampleRateHz: number): number {
  let rising = 0;
  for (let at = 1; at < samples.length; at++) {
    if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) rising++;
  }
  return (rising / samples.length) * sampleRateHz;
}

const peak = (samples: Float32Array) => samples.reduce((max, s) => Math.max(max, Math.abs(s)), 0);

test('sound keeps its length, pitch and level through resampling', () => {
  using folder = madeFolder();
  const path = folder.path('a.wav');
  makeTone(path, { seconds: 1.3, sampleRateHz: 44_100, hertz: 440, level: 0.5 });
  for (const rate of [16_000, 44_100, 48_000]) {
    const samples = all(path, rate);
    expect(Math.abs(samples.length - 1.3 * rate)).toBeLessThanOrEqual(1);
    expect(hertzOf(samples, rate)).toBeCloseTo(440, -0.5);
    expect(peak(samples)).toBeCloseTo(0.5, 1);
  }
});

test('equal left and right mix down to the same level, not louder', () => {
  using folder = madeFolder();
  const path = folder.path('stereo.wav');
  const mono = new Float32Array(16_000).map((_, n) => 0.9 * Math.sin(n / 7));
  const interleaved = new Float32Array(32_000).map((_, n) => mono[n >> 1] ?? 0);
  writeWav(path, [interleaved], { sampleRateHz: 16_000, aigc: null });
  const file = readFileSync(path);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(64_000, 28);
  file.writeUInt16LE(4, 32);
  writeFileSync(path, file);
  const samples = all(path, 16_000);
  expect(samples.length).toBe(16_000);
  expect(peak(samples)).toBeCloseTo(0.9, 2);
});

test('the sound of a video can be read, in pieces of bounded size', () => {
  using folder = madeFolder();
  makeTone(folder.path('a.wav'), { seconds: 2, sampleRateHz: 16_000, hertz: 440, level: 0.5 });
  makeVideo(folder.path('a.mp4'), { audioPath: folder.path('a.wav') });
  const sizes = [...readAudio(folder.path('a.mp4'), { sampleRateHz: 16_000, channels: 1 })].map(
    (piece) => piece.length,
  );
  expect(Math.max(...sizes)).toBeLessThan(16_384);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(32_000);
});

test('a video without sound and a sound beyond the limit say so', () => {
  using folder = madeFolder();
  makeVideo(folder.path('a.mp4'), { frames: 2 });
  const first =
    (path: string, mediaDurationMs = 60_000) =>
    () => [
      ...readAudio(path, {
        sampleRateHz: 16_000,
        channels: 1,
        limits: { ...DEFAULT_MEDIA_LIMITS, mediaDurationMs },
      }),
    ];
  expect(first(folder.path('a.mp4'))).toThrow(expect.objectContaining({ code: 'no_audio' }));
  makeTone(folder.path('a.wav'), { seconds: 3, sampleRateHz: 8000, hertz: 440, level: 0.5 });
  expect(first(folder.path('a.wav'), 2000)).toThrow(
    expect.objectContaining({ code: 'media_too_large' }),
  );
});

test('a WAV file written in pieces reads back sample for sample, with its label', () => {
  using folder = madeFolder();
  const path = folder.path('a.wav');
  const made = Float32Array.from({ length: 5000 }, (_, n) => Math.sin(n / 11) * 0.8);
  const bytes = writeWav(path, [made.subarray(0, 1234), made.subarray(1234)], {
    sampleRateHz: 24_000,
    aigc: MADE_AIGC,
  });
  expect(readFileSync(path).length).toBe(bytes);
  const read = all(path, 24_000);
  expect(read.length).toBe(made.length);
  expect(peak(read.map((sample, at) => sample - (made[at] ?? 0)))).toBeLessThan(1 / 16_000);
  expect(readAigcLabel(path)).toEqual(MADE_AIGC);
});

test('samples out of range are clipped, not wrapped', () => {
  using folder = madeFolder();
  const path = folder.path('a.wav');
  writeWav(path, [Float32Array.from([2, -2, Number.POSITIVE_INFINITY])], {
    sampleRateHz: 8000,
    aigc: null,
  });
  const [high = 0, low = 0] = all(path, 8000);
  expect(high).toBeGreaterThan(0.99);
  expect(low).toBeLessThan(-0.99);
});
