import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { aigcLabel } from './aigc.ts';
import { type EncodeVideoOptions, encodeVideo } from './encode-still-video.ts';
import { createFrameRing, type FrameRing } from './frame-ring.ts';
import type { MadeFramesData } from './made-frames-thread.ts';
import { writeWav } from './wav-writer.ts';

/** Pictures for tests, made by code: `flashAt` is a white frame among black ones, `until` ends a black lead-in. */
export type MadePattern =
  | { kind: 'block' }
  | { kind: 'waves' }
  | { kind: 'plain'; rgb: [number, number, number] }
  | { kind: 'patches'; colours: [number, number, number][] }
  | { kind: 'flash'; flashAt: number }
  | { kind: 'lead-in'; until: number };

export const MADE_AIGC = aigcLabel({ producer: 'Test producer', produceId: 'made-1' });

/** A folder for one test file, removed by `using`. */
export function madeFolder(): { path: (name: string) => string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'made-media-'));
  return {
    path: (name) => join(folder, name),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function paintPattern(
  pattern: MadePattern,
  index: number,
  target: { out: Uint8Array; width: number },
): void {
  const pixels = new Uint32Array(target.out.buffer, target.out.byteOffset, target.out.length / 4);
  const at = (x: number) => patternColour(pattern, index, x / target.width);
  if (pattern.kind === 'plain') pixels.fill(packed(pattern.rgb));
  else if (pattern.kind === 'patches' || pattern.kind === 'flash') {
    const row = Uint32Array.from({ length: target.width }, (_, x) => packed(at(x)));
    for (let from = 0; from < pixels.length; from += row.length) pixels.set(row, from);
  } else if (pattern.kind === 'waves') paintWaves(pixels, index, target.width);
  else if (pattern.kind === 'lead-in' && index < pattern.until) pixels.fill(packed([0, 0, 0]));
  else paintBlock(pixels, index, target.width);
}

type Rgb = [number, number, number];

function patternColour(pattern: MadePattern, index: number, x01: number): Rgb {
  if (pattern.kind === 'flash') return index === pattern.flashAt ? [255, 255, 255] : [0, 0, 0];
  if (pattern.kind !== 'patches') return [0, 0, 0];
  return pattern.colours[Math.floor(x01 * pattern.colours.length)] ?? [0, 0, 0];
}

function paintWaves(pixels: Uint32Array, index: number, width: number): void {
  for (let at = 0; at < pixels.length; at++) {
    const level = Math.sin((at % width) * 0.9 + index * 0.3) + Math.sin(at * 0.0071 - index * 0.2);
    pixels[at] = packed([128 + 60 * level, 128 + 40 * level, 100]);
  }
}

function paintBlock(pixels: Uint32Array, index: number, width: number): void {
  pixels.fill(packed([90, 120, 150]));
  const side = Math.floor(pixels.length / width / 4);
  const left = (index * 4) % (width - side);
  for (let y = side; y < 2 * side; y++) {
    const row = y * width + left;
    pixels.fill(packed([220, 60, (index * 8) % 256]), row, row + side);
  }
}

function packed([r, g, b]: Rgb): number {
  return (r | (g << 8) | (b << 16) | (255 << 24)) >>> 0;
}

type MadeVideo = Partial<Omit<EncodeVideoOptions, 'ring' | 'outputPath'>> & {
  pattern?: MadePattern;
  failAt?: number;
  onRing?: (ring: FrameRing) => void;
};

/** Encodes a made video the way a task does: frames from another thread through a small ring. */
export function makeVideo(outputPath: string, made: MadeVideo = {}): { bytes: number } {
  const { pattern = { kind: 'block' }, failAt, onRing, ...rest } = made;
  const options = {
    width: 320,
    height: 240,
    fps: 25,
    frames: 50,
    audioPath: null,
    format: 'mp4' as const,
    quality: 'standard' as const,
    label: null,
    metadata: { aigc: MADE_AIGC },
    ...rest,
  };
  const { width, height, frames } = options;
  const ring = createFrameRing({ frameBytes: width * height * 4, slots: 3 });
  onRing?.(ring);
  const workerData: MadeFramesData = {
    ring,
    width,
    frames,
    pattern,
    ...(failAt !== undefined && { failAt }),
  };
  new Worker(new URL('./made-frames-thread.ts', import.meta.url), { workerData });
  return encodeVideo({ ...options, ring, outputPath });
}

/** A WAV of silence with a short full-scale click at each given second. */
export function makeClicks(
  path: string,
  sound: { seconds: number; sampleRateHz: number; clicksAt: number[] },
): void {
  const samples = new Float32Array(Math.round(sound.seconds * sound.sampleRateHz));
  for (const at of sound.clicksAt) {
    const from = Math.round(at * sound.sampleRateHz);
    for (let n = 0; n < sound.sampleRateHz / 200; n++) {
      samples[from + n] = 0.9 * Math.sin((2 * Math.PI * 1000 * n) / sound.sampleRateHz);
    }
  }
  writeWav(path, [samples], { sampleRateHz: sound.sampleRateHz, aigc: null });
}

/** A WAV of a steady tone. */
export function makeTone(
  path: string,
  sound: { seconds: number; sampleRateHz: number; hertz: number; level: number },
): void {
  const samples = new Float32Array(Math.round(sound.seconds * sound.sampleRateHz)).map(
    (_, n) => sound.level * Math.sin((2 * Math.PI * sound.hertz * n) / sound.sampleRateHz),
  );
  writeWav(path, [samples], { sampleRateHz: sound.sampleRateHz, aigc: null });
}
