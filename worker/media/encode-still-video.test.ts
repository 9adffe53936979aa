import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { AVCOL_PRI_BT709, AVCOL_RANGE_MPEG, AVCOL_SPC_BT709 } from 'node-av/constants';
import { expect, test } from 'vitest';
import { readAigcLabel } from './aigc.ts';
import { readAudio } from './audio-reader.ts';
import { decodeFrames } from './decode-frames.ts';
import { abortRing } from './frame-ring.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { MADE_AIGC, madeFolder, makeClicks, makeTone, makeVideo } from './made-media.ts';
import { openDecoder, openMedia } from './open-media.ts';
import { probeMedia } from './probe.ts';
import { readVideo } from './video-reader.ts';

function soundSamples(path: string): { count: number; firstLoudS: number } {
  let count = 0;
  let firstLoudS = Number.NaN;
  for (const piece of readAudio(path, { sampleRateHz: 48_000, channels: 1 })) {
    const loud = piece.findIndex((sample) => Math.abs(sample) > 0.3);
    if (loud >= 0 && Number.isNaN(firstLoudS)) firstLoudS = (count + loud) / 48_000;
    count += piece.length;
  }
  return { count, firstLoudS };
}

test('the file has every frame, the size, rate and length asked for, and its index in front', async () => {
  using folder = madeFolder();
  makeTone(folder.path('a.wav'), { seconds: 2, sampleRateHz: 24_000, hertz: 440, level: 0.5 });
  const progress: number[] = [];
  const out = folder.path('out.mp4');
  const { bytes } = makeVideo(out, {
    audioPath: folder.path('a.wav'),
    onProgress: (frames) => progress.push(frames),
  });
  const probe = await probeMedia(out, DEFAULT_MEDIA_LIMITS);
  expect(probe).toMatchObject({
    kind: 'video',
    mime: 'video/mp4',
    width: 320,
    height: 240,
    fps: 25,
    durationMs: 2000,
    videoCodec: 'h264',
    audioCodec: 'aac',
    audioSampleRateHz: 48_000,
    audioChannels: 1,
  });
  const times = [...readVideo(out)].map(({ timeMs }) => Math.round(timeMs));
  expect(times).toEqual(Array.from({ length: 50 }, (_, index) => index * 40));
  expect(progress).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  const file = readFileSync(out);
  expect(file.length).toBe(bytes);
  expect(file.indexOf('moov')).toBeGreaterThan(0);
  expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
});

test('fractional rates are kept exactly', async () => {
  using folder = madeFolder();
  makeVideo(folder.path('out.mp4'), { fps: 29.97, frames: 30 });
  expect((await probeMedia(folder.path('out.mp4'), DEFAULT_MEDIA_LIMITS)).fps).toBeCloseTo(
    29.97,
    3,
  );
});

test('the sound comes out exactly as long as it went in, or as long as was asked', () => {
  using folder = madeFolder();
  const wav = folder.path('a.wav');
  makeTone(wav, { seconds: 1.2345, sampleRateHz: 16_000, hertz: 440, level: 0.5 });
  const length = (options: { audioDurationMs?: number }) => {
    makeVideo(folder.path('out.mp4'), { audioPath: wav, frames: 30, ...options });
    return soundSamples(folder.path('out.mp4')).count;
  };
  expect(length({})).toBe(Math.round(1.2345 * 48_000));
  expect(length({ audioDurationMs: 900 })).toBe(43_200);
  expect(length({ audioDurationMs: 1500 })).toBe(72_000);
});

test('a click and a flash made at the same moment stay together', () => {
  using folder = madeFolder();
  makeClicks(folder.path('a.wav'), { seconds: 2, sampleRateHz: 44_100, clicksAt: [0.8] });
  const out = folder.path('out.mp4');
  makeVideo(out, { audioPath: folder.path('a.wav'), pattern: { kind: 'flash', flashAt: 20 } });
  const flash = [...readVideo(out)].find(({ picture }) => (picture.data[0] ?? 0) > 128);
  expect(flash?.timeMs).toBeCloseTo(800, 3);
  expect(Math.abs(soundSamples(out).firstLoudS - 0.8)).toBeLessThan(0.005);
});

test('colours are those of BT.709 limited range, in the samples and in the tags', () => {
  using folder = madeFolder();
  const out = folder.path('out.mp4');
  const colours: [number, number, number][] = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [128, 128, 128],
  ];
  makeVideo(out, { frames: 3, quality: 'high', pattern: { kind: 'patches', colours } });

  using media = openMedia(out, { demuxer: 'mov' });
  if (!media.video) throw new Error('no picture');
  using decoder = openDecoder(media.video);
  const { value: frame } = decodeFrames(media, media.video, decoder).next();
  expect(frame?.colorSpace).toBe(AVCOL_SPC_BT709);
  expect(frame?.colorRange).toBe(AVCOL_RANGE_MPEG);
  expect(frame?.colorPrimaries).toBe(AVCOL_PRI_BT709);
  const sample = (plane: number, patch: number) => {
    const shift = plane === 0 ? 0 : 1;
    const x = (patch * 80 + 40) >> shift;
    return frame?.data?.[plane]?.[(120 >> shift) * (frame.linesize[plane] ?? 0) + x] ?? -1;
  };
  const yuv = colours.map((_, patch) => [0, 1, 2].map((plane) => sample(plane, patch)));
  const expected = [
    [63, 102, 240],
    [173, 42, 26],
    [32, 240, 118],
    [126, 128, 128],
  ];
  const error = yuv.flat().map((value, at) => Math.abs(value - (expected.flat()[at] ?? 0)));
  expect(Math.max(...error)).toBeLessThanOrEqual(2);

  const [first] = readVideo(out);
  colours.forEach((colour, patch) => {
    const at = (120 * 320 + patch * 80 + 40) * 4;
    const decoded = Array.from(first?.picture.data.subarray(at, at + 3) ?? []);
    expect(Math.max(...decoded.map((v, c) => Math.abs(v - (colour[c] ?? 0))))).toBeLessThanOrEqual(
      6,
    );
  });
});

test('sizes that are no multiple of a block keep their rows and edges', () => {
  using folder = madeFolder();
  const colours: [number, number, number][] = [
    [200, 40, 40],
    [40, 40, 200],
  ];
  const size = { width: 326, height: 182 };
  makeVideo(folder.path('a'), { ...size, frames: 1, pattern: { kind: 'patches', colours } });
  const [first] = readVideo(folder.path('a'));
  for (const [x, y, colour] of [
    [2, 180, 0],
    [323, 2, 1],
    [323, 180, 1],
  ] as const) {
    const at = (y * 326 + x) * 4;
    const decoded = Array.from(first?.picture.data.subarray(at, at + 3) ?? []);
    const error = decoded.map((value, channel) =>
      Math.abs(value - (colours[colour]?.[channel] ?? 0)),
    );
    expect(Math.max(...error)).toBeLessThanOrEqual(8);
  }
});

test('the AIGC field can be read back from MP4, MOV and WebM', () => {
  using folder = madeFolder();
  for (const format of ['mp4', 'mov', 'webm'] as const) {
    makeVideo(folder.path(format), { frames: 2, format });
    expect(readAigcLabel(folder.path(format))).toEqual(MADE_AIGC);
  }
});

test('WebM keeps frames, colours, sound and their step', async () => {
  using folder = madeFolder();
  const out = folder.path('out.webm');
  makeClicks(folder.path('a.wav'), { seconds: 2, sampleRateHz: 16_000, clicksAt: [0.8] });
  makeVideo(out, {
    format: 'webm',
    audioPath: folder.path('a.wav'),
    pattern: { kind: 'flash', flashAt: 20 },
  });
  const probe = await probeMedia(out, DEFAULT_MEDIA_LIMITS);
  expect(Math.abs((probe.durationMs ?? 0) - 2000)).toBeLessThan(15);
  expect(probe).toMatchObject({
    mime: 'video/webm',
    width: 320,
    height: 240,
    fps: 25,
    videoCodec: 'vp9',
    audioCodec: 'opus',
  });
  const frames = [...readVideo(out)];
  expect(frames.length).toBe(50);
  const flash = frames.find(({ picture }) => (picture.data[0] ?? 0) > 128);
  expect(Math.round(flash?.timeMs ?? 0)).toBe(800);
  const sound = soundSamples(out);
  expect(Math.abs(sound.firstLoudS - 0.8)).toBeLessThan(0.01);
  expect(Math.abs(sound.count - 96_000)).toBeLessThan(480);
});

test('equal inputs give equal bytes', () => {
  using folder = madeFolder();
  makeTone(folder.path('a.wav'), { seconds: 1, sampleRateHz: 16_000, hertz: 300, level: 0.4 });
  for (const name of ['1', '2']) {
    makeVideo(folder.path(name), { frames: 25, audioPath: folder.path('a.wav') });
  }
  expect(readFileSync(folder.path('1')).equals(readFileSync(folder.path('2')))).toBe(true);
});

test('a better quality costs more bytes', () => {
  using folder = madeFolder();
  const bytes = (['draft', 'standard', 'high'] as const).map(
    (quality) =>
      makeVideo(folder.path(quality), { quality, frames: 12, pattern: { kind: 'waves' } }).bytes,
  );
  expect(bytes).toEqual([...bytes].sort((left, right) => left - right));
  expect(new Set(bytes).size).toBe(3);
});

test('a failing or aborted picture stops the encoding and leaves no file', () => {
  using folder = madeFolder();
  const out = folder.path('out.mp4');
  expect(() => makeVideo(out, { failAt: 10 })).toThrow(/ended before all frames/);
  expect(existsSync(out)).toBe(false);
  expect(() => makeVideo(out, { frames: 5000, onRing: abortRing })).toThrow(/stopped/);
  expect(existsSync(out)).toBe(false);
});

test('sound that cannot be had is said by its code', () => {
  using folder = madeFolder();
  makeVideo(folder.path('silent.mp4'), { frames: 2 });
  expect(() =>
    makeVideo(folder.path('out.mp4'), { frames: 2, audioPath: folder.path('silent.mp4') }),
  ).toThrow(expect.objectContaining({ code: 'no_audio' }));
});

test('twenty encodings leave no descriptor of their files open', () => {
  using folder = madeFolder();
  const audioPath = folder.path('a.wav');
  makeTone(audioPath, { seconds: 0.2, sampleRateHz: 16_000, hertz: 300, level: 0.4 });
  for (let count = 0; count < 20; count++) {
    makeVideo(folder.path('out.mp4'), { width: 64, height: 64, frames: 3, audioPath });
  }
  expect(openFilesBelow(folder.path(''))).toEqual([]);
});

function openFilesBelow(folder: string): string[] {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    const link = `/proc/self/fd/${fd}`;
    return existsSync(link) ? readlinkSync(link) : '';
  });
  return targets.filter((target) => target.startsWith(folder));
}

test('memory does not grow with the length of the video', () => {
  using folder = madeFolder();
  const audioPath = folder.path('a.wav');
  makeTone(audioPath, { seconds: 80, sampleRateHz: 24_000, hertz: 300, level: 0.4 });
  const residentMb = (frames: number) => {
    const out = folder.path('out.mp4');
    makeVideo(out, { width: 256, height: 256, frames, audioPath, quality: 'draft' });
    return process.memoryUsage.rss() / 1e6;
  };
  const short = residentMb(200);
  expect(residentMb(2000) - short).toBeLessThan(80);
});

test.each([
  ['mp4', 'h265', 'hevc'],
  ['mov', 'h265', 'hevc'],
  ['webm', 'av1', 'av1'],
  ['webm', 'vp9', 'vp9'],
] as const)('%s can hold %s, with every frame and its sound', async (format, codec, name) => {
  using folder = madeFolder();
  makeTone(folder.path('a.wav'), { seconds: 1, sampleRateHz: 24_000, hertz: 440, level: 0.5 });
  const out = folder.path(`out.${format}`);
  makeVideo(out, {
    format,
    codec,
    frames: 25,
    audioPath: folder.path('a.wav'),
    pattern: { kind: 'flash', flashAt: 10 },
  });
  expect(await probeMedia(out, DEFAULT_MEDIA_LIMITS)).toMatchObject({ videoCodec: name, fps: 25 });
  const bright = [...readVideo(out)].map(({ picture }) => (picture.data[0] ?? 0) > 128);
  expect(bright).toEqual(Array.from({ length: 25 }, (_, index) => index === 10));
});

test('a codec that the format cannot hold is refused', () => {
  using folder = madeFolder();
  const make = () => makeVideo(folder.path('a.webm'), { format: 'webm', codec: 'h264' });
  expect(make).toThrow('webm file cannot hold h264');
});
