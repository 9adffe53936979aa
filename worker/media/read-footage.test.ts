import { statSync, truncateSync } from 'node:fs';
import {
  AV_PIX_FMT_YUV420P10LE,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT2020_NCL,
  FF_ENCODER_LIBVPX_VP9,
  FF_ENCODER_MPEG4,
} from 'node-av/constants';
import { expect, test } from 'vitest';
import { type MadeFootage, makeFootage, readBarCode } from './made-footage.ts';
import { madeFolder } from './made-media.ts';
import { measureFootage } from './measure-footage.ts';
import { type FootageOptions, readFootage } from './read-footage.ts';

type Wanted = { fps: number } & Partial<FootageOptions>;

/** The bar code of every frame, with the promise of `measureFootage` checked. */
function codes(path: string, wanted: Wanted): number[] {
  const size = { width: 96, height: 64, ...wanted };
  const found: number[] = [];
  for (const { rgba, sourceFrame } of readFootage(path, size)) {
    expect(sourceFrame).toBe(found.length);
    expect(rgba.length).toBe(size.width * size.height * 4);
    found.push(readBarCode(rgba, size));
  }
  expect(measureFootage(path, wanted).frames).toBe(found.length);
  return found;
}

function pixel(path: string, at: { x: number; y: number } & Partial<FootageOptions>): number[] {
  const size = { fps: 25, width: 96, height: 64, ...at };
  const [first] = readFootage(path, size);
  const from = (at.y * size.width + at.x) * 4;
  return [...(first?.rgba.subarray(from, from + 4) ?? [])];
}

const count = (frames: number) => Array.from({ length: frames }, (_, index) => index);
const SMALL = { width: 96, height: 64 };

test.each<[string, [number, number]]>([
  ['23.976', [24000, 1001]],
  ['24', [24, 1]],
  ['25', [25, 1]],
  ['29.97', [30000, 1001]],
  ['50', [50, 1]],
  ['60', [60, 1]],
])('footage of %s fps keeps every frame at its own rate and its time at others', (_, fps) => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  const rate = fps[0] / fps[1];
  makeFootage(path, { ...SMALL, frames: 90, fps });
  expect(codes(path, { fps: rate })).toEqual(count(90));
  const at25 = codes(path, { fps: 25 });
  expect(at25).toHaveLength(Math.round((90 / rate) * 25));
  for (const [index, code] of at25.entries()) {
    expect(Math.abs(code / rate - index / 25)).toBeLessThan(Math.max(1 / rate, 1 / 25));
  }
});

test('a variable rate shows at each moment the frame of that moment', () => {
  using folder = madeFolder();
  const path = folder.path('a.mkv');
  const times = [0, 33, 67, 500, 540, 700, 1500, 1533, 1567, 2000];
  makeFootage(path, {
    ...SMALL,
    frames: 9,
    timesMs: (index) => times[index] ?? 0,
    muxer: 'matroska',
  });
  const shown = codes(path, { fps: 25 });
  shown.forEach((code, index) => {
    const dueMs = index * 40 + 10;
    expect(code).toBe(times.findLastIndex((time, at) => at < 9 && time <= dueMs));
  });
});

test('a part begins and ends where it was asked to', () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeFootage(path, { ...SMALL, frames: 200, gop: 60 });
  expect(codes(path, { fps: 25, startMs: 3000, endMs: 4000 })).toEqual(
    count(25).map((n) => n + 75),
  );
  expect(() => measureFootage(path, { fps: 25, startMs: 9000 })).toThrow('empty');
});

test.each([0, 90, 180, 270])('footage turned by %i degrees comes out upright', (rotation) => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  // Upright: bright on the left half of the top.
  const upright = { 0: [0, 0], 90: [0, 1], 180: [1, 1], 270: [1, 0] }[rotation] ?? [];
  const [width, height] = [96, 64];
  makeFootage(path, {
    width,
    height,
    frames: 3,
    rotation,
    sample: (x, y) => {
      const corner = [Math.floor((x * 2) / width), Math.floor((y * 2) / height)];
      return corner[0] === upright[0] && corner[1] === upright[1]
        ? [200, 128, 128]
        : [40, 128, 128];
    },
  });
  const size = rotation % 180 === 0 ? { width, height } : { width: height, height: width };
  expect(measureFootage(path, { fps: 25 })).toMatchObject(size);
  const level = (x: number, y: number) =>
    pixel(path, { ...size, x: Math.floor(x * size.width), y: Math.floor(y * size.height) })[1] ?? 0;
  const corners = [level(0.25, 0.25), level(0.75, 0.25), level(0.25, 0.75), level(0.75, 0.75)];
  expect(corners.map((value) => value > 120)).toEqual([true, false, false, false]);
});

test('odd sizes and wide pixels are shown in their true shape', () => {
  using folder = madeFolder();
  const odd: MadeFootage = {
    width: 97,
    height: 65,
    frames: 3,
    codec: FF_ENCODER_MPEG4,
    options: {},
  };
  makeFootage(folder.path('odd.avi'), { ...odd, muxer: 'avi' });
  expect(measureFootage(folder.path('odd.avi'), { fps: 25 })).toMatchObject({
    width: 97,
    height: 65,
  });
  expect(codes(folder.path('odd.avi'), { fps: 25 })).toEqual([0, 1, 2]);
  const wide = folder.path('wide.mp4');
  makeFootage(wide, { ...SMALL, frames: 2, pixelAspect: [4, 3] });
  expect(measureFootage(wide, { fps: 25 })).toMatchObject({ width: 128, height: 64 });
});

test('the cut to another shape keeps the focus in view', () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeFootage(path, {
    width: 256,
    height: 64,
    frames: 1,
    sample: (x) => [x < 192 ? 40 : 200, 128, 128],
  });
  const level = (x: number) =>
    pixel(path, { x: 32, y: 32, width: 64, height: 64, focus: { x, y: 32 } })[0] ?? 0;
  expect(level(128)).toBeLessThan(60);
  expect(level(250)).toBeGreaterThan(180);
});

test('matrix and range of the file are honoured', () => {
  using folder = madeFolder();
  const red = (name: string, made: Partial<MadeFootage>, sample: [number, number, number]) => {
    makeFootage(folder.path(name), { ...SMALL, frames: 1, sample: () => sample, ...made });
    return pixel(folder.path(name), { x: 48, y: 32 });
  };
  const found = [
    red('709.mp4', {}, [63, 102, 240]),
    red('601.mp4', { matrix: AVCOL_SPC_BT470BG }, [81, 90, 240]),
    red('full.mp4', { range: AVCOL_RANGE_JPEG }, [54, 99, 255]),
    red('2020.mp4', { matrix: AVCOL_SPC_BT2020_NCL }, [74, 97, 240]),
  ];
  for (const [r = 0, g = 255, b = 255, a] of found) {
    expect(r).toBeGreaterThan(248);
    expect(Math.max(g, b)).toBeLessThan(8);
    expect(a).toBe(255);
  }
});

test('interlaced footage comes out without combs, at its own times', () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  // A bar that moves 8 pixels a field.
  makeFootage(path, {
    width: 192,
    height: 128,
    frames: 12,
    interlaced: true,
    options: { preset: 'ultrafast', crf: '12', flags: '+ildct+ilme' },
    sample: (x, y, index) => {
      const left = index * 12 + (y % 2) * 6;
      return [x >= left && x < left + 40 ? 200 : 40, 128, 128];
    },
  });
  const frames: Uint8Array[] = [];
  for (const { rgba } of readFootage(path, { fps: 25, width: 192, height: 128 })) {
    frames.push(Uint8Array.from(rgba));
  }
  expect(frames).toHaveLength(12);
  let combs = 0;
  for (let y = 20; y < 108; y++) {
    for (let x = 0; x < 192; x++) {
      const level = (row: number) => frames[6]?.[(row * 192 + x) * 4] ?? 0;
      if ((level(y) - level(y - 1)) * (level(y) - level(y + 1)) > 60 ** 2) combs++;
    }
  }
  expect(combs).toBeLessThan(20);
});

test('ten bits and other codecs are read', () => {
  using folder = madeFolder();
  makeFootage(folder.path('ten.mp4'), {
    ...SMALL,
    frames: 5,
    pixelFormat: AV_PIX_FMT_YUV420P10LE,
  });
  expect(codes(folder.path('ten.mp4'), { fps: 25 })).toEqual(count(5));
  makeFootage(folder.path('vp9.webm'), {
    ...SMALL,
    frames: 5,
    codec: FF_ENCODER_LIBVPX_VP9,
    muxer: 'webm',
    options: { deadline: 'realtime', 'cpu-used': '8', 'lag-in-frames': '0' },
  });
  expect(codes(folder.path('vp9.webm'), { fps: 25 })).toEqual(count(5));
});

test('a file that was cut off gives what it holds', () => {
  using folder = madeFolder();
  const path = folder.path('a.mkv');
  makeFootage(path, {
    ...SMALL,
    frames: 100,
    muxer: 'matroska',
    sample: (x, y, n) => [((x * y * 7 + n * 13) % 220) + 16, 128, 128],
  });
  truncateSync(path, Math.floor(statSync(path).size / 2));
  const frames = [...readFootage(path, { fps: 25, ...SMALL })].length;
  expect(frames).toBeGreaterThan(30);
  expect(frames).toBeLessThan(70);
  expect(Math.abs(measureFootage(path, { fps: 25 }).frames - frames)).toBeLessThanOrEqual(1);
});

test.each<[string, Partial<MadeFootage> & { name: string; cut?: number }]>([
  ['is cut by its edit list', { name: 'a.mp4', timesMs: (index) => index * 40 - 120, cut: 3 }],
  ['begins late', { name: 'a.mkv', muxer: 'matroska', timesMs: (index) => index * 40 + 5000 }],
  ['has B-frames', { name: 'a.mov', muxer: 'mov', options: { preset: 'medium', crf: '12' } }],
  [
    'has no presentation times',
    { name: 'a.avi', muxer: 'avi', codec: FF_ENCODER_MPEG4, options: { bf: '2', b: '2000000' } },
  ],
])('footage that %s is whole, and its parts are found', (_, { name, cut = 0, ...made }) => {
  using folder = madeFolder();
  const path = folder.path(name);
  makeFootage(path, { ...SMALL, frames: 100, gop: 30, ...made });
  expect(codes(path, { fps: 25 })).toEqual(count(100 - cut).map((index) => index + cut));
  expect(codes(path, { fps: 25, startMs: 2000, endMs: 3000 })).toEqual(
    count(25).map((index) => index + 50 + cut),
  );
});
