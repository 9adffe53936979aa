import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { aigcLabel } from './aigc.ts';
import { type EncodeVideoOptions, encodeVideo } from './encode-still-video.ts';
import { createFrameRing, type FrameRing } from './frame-ring.ts';
import type { MadeFramesData } from './made-frames-thread.ts';
import type { MadePattern } from './made-pattern.ts';
import { writeWav } from './wav-writer.ts';

export const MADE_AIGC = aigcLabel({ producer: 'Test producer', produceId: 'made-1' });

/** A folder for one test file, removed by `using`. */
export function madeFolder(): { path: (name: string) => string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'made-media-'));
  return {
    path: (name) => join(folder, name),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
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
