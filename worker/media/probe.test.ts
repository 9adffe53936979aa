import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { ErrorCode } from '#/domain/errors.ts';
import { AppError } from '#/domain/errors.ts';
import { readAudio } from './audio-reader.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { madeFolder, makeTone, makeVideo } from './made-media.ts';
import { openMedia } from './open-media.ts';
import { probeMedia } from './probe.ts';
import { readVideo } from './video-reader.ts';

const probe = (path: string, limits: Partial<MediaLimits> = {}) =>
  probeMedia(path, { ...DEFAULT_MEDIA_LIMITS, ...limits });

async function refusal(path: string, limits: Partial<MediaLimits> = {}): Promise<ErrorCode> {
  const error = await probe(path, limits).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error ?? new Error('The file was accepted');
  expect(error.message).not.toContain('/');
  return error.code;
}

function plainImage(width: number, height: number, alpha = 1) {
  const background = { r: 200, g: 100, b: 50, alpha };
  return sharp({ create: { width, height, channels: 4, background } });
}

/** A BMP of one colour, 24 bit, bottom up. */
function bmp(width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height, 0x40);
  file.fill(0, 0, 54);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

test('pictures are known by content, whatever their name says', async () => {
  using folder = madeFolder();
  const path = folder.path('picture.txt');
  for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
    await plainImage(64, 48).toFormat(format).toFile(path);
    expect(await probe(path)).toMatchObject({
      kind: 'image',
      mime: `image/${format}`,
      container: format,
      width: 64,
      height: 48,
      durationMs: null,
    });
  }
  writeFileSync(path, bmp(64, 48));
  expect(await probe(path)).toMatchObject({
    kind: 'image',
    mime: 'image/bmp',
    width: 64,
    height: 48,
  });
});

test('a turned photograph is reported as it is displayed', async () => {
  using folder = madeFolder();
  await plainImage(64, 48).jpeg().withMetadata({ orientation: 6 }).toFile(folder.path('a.jpg'));
  expect(await probe(folder.path('a.jpg'))).toMatchObject({ width: 48, height: 64, rotation: 90 });
});

test('transparency is reported', async () => {
  using folder = madeFolder();
  await plainImage(8, 8, 0.5).png().toFile(folder.path('a.png'));
  await plainImage(8, 8).removeAlpha().png().toFile(folder.path('b.png'));
  expect((await probe(folder.path('a.png'))).hasAlpha).toBe(true);
  expect((await probe(folder.path('b.png'))).hasAlpha).toBe(false);
});

test('sound files are probed with rate, channels and exact length', async () => {
  using folder = madeFolder();
  makeTone(folder.path('a.mp4'), { seconds: 1.5, sampleRateHz: 22_050, hertz: 440, level: 0.5 });
  expect(await probe(folder.path('a.mp4'))).toMatchObject({
    kind: 'audio',
    mime: 'audio/wav',
    durationMs: 1500,
    audioCodec: 'pcm_s16le',
    audioSampleRateHz: 22_050,
    audioChannels: 1,
    width: null,
    fps: null,
  });
});

test('a video filmed upright is reported upright', async () => {
  using folder = madeFolder();
  const path = folder.path('a.mp4');
  makeVideo(path, { frames: 2 });
  const file = readFileSync(path);
  const matrix = file.indexOf('tkhd') + 4 + 40;
  const turned = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  turned.forEach((value, at) => {
    file.writeInt32BE(value, matrix + at * 4);
  });
  writeFileSync(path, file);
  expect(await probe(path)).toMatchObject({ width: 240, height: 320, rotation: 90 });
});

test('files that only claim to be media are refused quickly and open nothing else', async () => {
  using folder = madeFolder();
  const secret = folder.path('secret.mp4');
  makeVideo(secret, { frames: 2 });
  const path = folder.path('upload.mp4');
  const hostile: [string | Buffer, ErrorCode][] = [
    ['', 'media_unreadable'],
    [
      `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${secret}\n#EXT-X-ENDLIST\n`,
      'media_unsupported',
    ],
    [`ffconcat version 1.0\nfile '${secret}'\n`, 'media_unsupported'],
    [`file '${secret}'\n`, 'media_unsupported'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'media_unsupported'],
    [Buffer.from('....ftypheic....mif1'), 'media_unsupported'],
    [Buffer.alloc(5000, 0x5a), 'media_unreadable'],
    [Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(4000, 1)]), 'media_unreadable'],
    [
      Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(4000, 1)]),
      'media_unreadable',
    ],
    [Buffer.concat([Buffer.from('OggS'), Buffer.alloc(4000, 7)]), 'media_unreadable'],
    [Buffer.concat([Buffer.from('RIFFxxxxAVI '), Buffer.alloc(4000, 7)]), 'media_unreadable'],
    [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(4000, 7)]), 'media_unreadable'],
  ];
  const startedAt = performance.now();
  for (const [content, code] of hostile) {
    writeFileSync(path, content);
    expect(await refusal(path)).toBe(code);
  }
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test('even past the content check, a demuxer is never left to choose another', () => {
  using folder = madeFolder();
  const secret = folder.path('secret.mp4');
  makeVideo(secret, { frames: 2 });
  writeFileSync(folder.path('a.mp4'), `#EXTM3U\n#EXTINF:9,\n${secret}\n#EXT-X-ENDLIST\n`);
  for (const demuxer of ['mov', 'matroska', 'mp3', 'hls', 'concat']) {
    expect(() => openMedia(folder.path('a.mp4'), { demuxer })).toThrow(AppError);
  }
});

test('a video or picture that is cut short is refused', async () => {
  using folder = madeFolder();
  const path = folder.path('a');
  makeVideo(path, { frames: 25 });
  const video = readFileSync(path);
  await sharp(noise(300), { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg()
    .toFile(path);
  const picture = readFileSync(path);
  for (const whole of [video, picture]) {
    for (const part of [0.02, 0.3, 0.6, 0.95]) {
      writeFileSync(path, whole.subarray(0, Math.floor(whole.length * part)));
      expect(await refusal(path)).toBe('media_unreadable');
    }
  }
});

function noise(side: number): Buffer {
  return Buffer.from(Array.from({ length: side * side * 3 }, (_, at) => (at * 7919) % 251));
}

test('every limit is held before anything is decoded', async () => {
  using folder = madeFolder();
  const video = folder.path('a.mp4');
  makeTone(folder.path('a.wav'), { seconds: 2, sampleRateHz: 16_000, hertz: 440, level: 0.5 });
  makeVideo(video, { audioPath: folder.path('a.wav') });
  const picture = folder.path('a.png');
  await plainImage(300, 200).png().toFile(picture);
  writeFileSync(folder.path('a.bmp'), bmp(300, 200));
  const crossings: [string, Partial<MediaLimits>][] = [
    [video, { mediaDurationMs: 1500 }],
    [video, { fps: 20 }],
    [video, { videoFrames: 20 }],
    [video, { streams: 1 }],
    [video, { tracks: 1 }],
    [video, { sidePixels: 300 }],
    [video, { imagePixels: 70_000 }],
    [folder.path('a.wav'), { mediaDurationMs: 1500 }],
    [picture, { imagePixels: 50_000 }],
    [picture, { sidePixels: 299 }],
    [folder.path('a.bmp'), { imagePixels: 50_000 }],
  ];
  for (const [path, limits] of crossings)
    expect(await refusal(path, limits)).toBe('media_too_large');
  await expect(
    probe(video, { mediaDurationMs: 2000, fps: 25, videoFrames: 50, streams: 2 }),
  ).resolves.toBeDefined();
});

test('a picture that unpacks to billions of pixels is refused by its header', async () => {
  using folder = madeFolder();
  await plainImage(16, 16).png().toFile(folder.path('a.png'));
  const file = readFileSync(folder.path('a.png'));
  file.writeUInt32BE(60_000, 16);
  file.writeUInt32BE(60_000, 20);
  const { crc32 } = await import('node:zlib');
  file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
  writeFileSync(folder.path('a.png'), file);
  expect(await refusal(folder.path('a.png'))).toBe('media_too_large');
});

test('a damaged file is either read or refused with a code, never anything else', async () => {
  using folder = madeFolder();
  const path = folder.path('a');
  makeTone(path, { seconds: 0.5, sampleRateHz: 16_000, hertz: 440, level: 0.5 });
  makeVideo(folder.path('b'), { frames: 10, width: 64, height: 64, audioPath: path });
  const wholes = [readFileSync(path), readFileSync(folder.path('b'))];
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(change, { minLength: 1, maxLength: 30 }),
      async (whole, changes) => {
        const damaged = Buffer.from(whole);
        for (const [at, value] of changes) damaged[Math.floor(at * (whole.length - 1))] = value;
        writeFileSync(path, damaged);
        for (const read of [() => probe(path), () => readAll(path)]) {
          const outcome = await read().catch((error: unknown) => error);
          if (outcome instanceof Error && !(outcome instanceof AppError)) throw outcome;
        }
      },
    ),
    { numRuns: 80 },
  );
});

async function readAll(path: string): Promise<void> {
  for (const _ of readAudio(path, { sampleRateHz: 16_000, channels: 1 }));
  for (const _ of readVideo(path));
}
