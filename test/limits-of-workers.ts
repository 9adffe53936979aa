import sharp from 'sharp';
import type { Env } from '#/env.ts';
import { footage, manyStreams, picture, silence } from './hostile-files.ts';

export type LimitName = Extract<keyof Env, `MOUTHPIECE_LIMIT_${string}`>;

const image = (width: number, height: number) => {
  const create = { width, height, channels: 3, background: '#a07060' } as const;
  return sharp({ create }).png().toBuffer();
};
const noise = () =>
  sharp({
    create: {
      ...{ width: 80, height: 80, channels: 3, background: '#888888' },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();

type Found = { low: number; says: RegExp; file: () => Buffer | Promise<Buffer> };

/** Files that each cross one of these limits, while they all hold. */
export const FOUND: Partial<Record<LimitName, Found>> = {
  MOUTHPIECE_LIMIT_IMAGE_BYTES: {
    ...{ low: 5_000, file: noise, says: /kind image may have at most 5000 bytes: make it smaller/ },
  },
  MOUTHPIECE_LIMIT_AUDIO_BYTES: {
    ...{ low: 20_000, file: () => silence(16_000) },
    says: /kind audio may have at most 20000 bytes: make it smaller, or cut it/,
  },
  MOUTHPIECE_LIMIT_MEDIA_MS: {
    ...{ low: 3_000, file: () => silence(4 * 16_000) },
    says: /longer than 3 seconds: cut it/,
  },
  MOUTHPIECE_LIMIT_IMAGE_PIXELS: {
    ...{
      low: 10_000,
      file: () => picture(120),
      says: /megapixels: make it smaller|at most .* megapixels/,
    },
  },
  MOUTHPIECE_LIMIT_IMAGE_SIDE: {
    ...{ low: 150, file: () => image(160, 40), says: /at most .* 150 pixels a side/ },
  },
  MOUTHPIECE_LIMIT_FRAMES: {
    ...{ low: 40, file: () => footage({ frames: 70 }), says: /more than 40 frames: cut it/ },
  },
  MOUTHPIECE_LIMIT_FPS: {
    ...{ low: 30, file: () => footage({ fps: [60, 1] }) },
    says: /more than 30 frames per second: lower its frame rate/,
  },
  MOUTHPIECE_LIMIT_STREAMS: {
    ...{
      low: 2,
      file: () => manyStreams(3),
      says: /more than 2 picture and sound streams: leave out/,
    },
  },
  MOUTHPIECE_LIMIT_TRACKS: {
    ...{ low: 4, file: () => manyStreams(5), says: /more than 4 tracks: leave out/ },
  },
};

type Ends = { low: number; code: string; says: RegExp };

/** Limits of which a worker can have one at a time, and how any task ends then. */
export const ENDS: Partial<Record<LimitName, Ends>> = {
  MOUTHPIECE_LIMIT_TASK_MS: {
    ...{ low: 1, code: 'task_timeout', says: /longer than a task may take: make it shorter/ },
  },
  MOUTHPIECE_LIMIT_IDLE_MS: {
    ...{ low: 1, code: 'engine_failed', says: /made no progress for too long/ },
  },
};
