import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAigcLabel } from './aigc.ts';
import { readAudio } from './audio-reader.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { MADE_AIGC, madeFolder, makeTone, makeVideo } from './made-media.ts';
import type { PreviewPiece } from './preview-writer.ts';
import { probeMedia } from './probe.ts';
import { readVideo } from './video-reader.ts';

function makeWithPreview(folder: { path: (name: string) => string }, frames = 150) {
  makeTone(folder.path('a.wav'), {
    seconds: frames / 25,
    sampleRateHz: 24_000,
    hertz: 440,
    level: 0.5,
  });
  const previewFolder = folder.path('preview');
  const pieces: (PreviewPiece & { framesDone: number; playlist: string })[] = [];
  let framesDone = 0;
  makeVideo(folder.path('out.mp4'), {
    frames,
    audioPath: folder.path('a.wav'),
    previewFolder,
    onProgress: (done) => {
      framesDone = done;
    },
    onPreview: (piece) => {
      const playlist = readFileSync(join(previewFolder, 'preview.m3u8'), 'utf8');
      pieces.push({ ...piece, framesDone, playlist });
    },
  });
  return { pieces, previewFolder };
}

function playable(folder: { path: (name: string) => string }, pieces: PreviewPiece[]): string {
  const path = folder.path('joined.mp4');
  writeFileSync(path, Buffer.concat(pieces.map((piece) => readFileSync(piece.path))));
  return path;
}

test('initialisation and pieces put together play like the file itself', async () => {
  using folder = madeFolder();
  const { pieces } = makeWithPreview(folder);
  expect(pieces.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  expect(pieces.map(({ durationMs }) => durationMs)).toEqual([0, 1000, 2000, 2000, 1000]);
  const joined = playable(folder, pieces);
  expect(await probeMedia(joined, DEFAULT_MEDIA_LIMITS)).toMatchObject({
    width: 320,
    height: 240,
    fps: 25,
    videoCodec: 'h264',
    audioCodec: 'aac',
  });
  const whole = readVideo(folder.path('out.mp4'));
  let frames = 0;
  let startMs = 0;
  for (const { picture, timeMs } of readVideo(joined)) {
    const { value: same } = whole.next();
    if (frames === 0) startMs = timeMs;
    expect(timeMs - startMs).toBeCloseTo(frames * 40, 0);
    expect(Buffer.compare(picture.data, same?.picture.data ?? Buffer.alloc(0))).toBe(0);
    frames++;
  }
  expect(frames).toBe(150);
  // The encoder's lead-in of one AAC frame is skipped by players.
  expect(startMs).toBeLessThan(25);
  const samples = (path: string) => {
    let count = 0;
    for (const piece of readAudio(path, { sampleRateHz: 48_000, channels: 1 }))
      count += piece.length;
    return count;
  };
  expect(Math.abs(samples(joined) - samples(folder.path('out.mp4')))).toBeLessThanOrEqual(2048);
});

test('the first pieces can be played while the rest is made', async () => {
  using folder = madeFolder();
  const { pieces } = makeWithPreview(folder);
  const first = pieces.filter(({ number }) => number <= 1);
  for (const { framesDone } of first) expect(framesDone).toBeLessThan(75);
  let frames = 0;
  for (const _ of readVideo(playable(folder, first))) frames++;
  expect(frames).toBe(25);
});

test('the playlist grows by whole pieces and is closed at the end', () => {
  using folder = madeFolder();
  const { pieces, previewFolder } = makeWithPreview(folder);
  for (const { number, playlist } of pieces.slice(1, -1)) {
    expect(playlist).toMatch(/^#EXTM3U\n/);
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(playlist).toContain(`${number}.m4s`);
    if (number < 3) expect(playlist).not.toContain('#EXT-X-ENDLIST');
  }
  const last = readFileSync(join(previewFolder, 'preview.m3u8'), 'utf8');
  expect(last.trimEnd().endsWith('#EXT-X-ENDLIST')).toBe(true);
  expect(last).toContain('#EXT-X-MAP:URI="init.mp4"');
  expect(last.match(/#EXTINF/g)).toHaveLength(4);
  expect(last).not.toContain(previewFolder);
  expect(readdirSync(previewFolder).sort()).toEqual([
    '1.m4s',
    '2.m4s',
    '3.m4s',
    '4.m4s',
    'init.mp4',
    'preview.m3u8',
  ]);
});

test('the preview says that it is synthetic, too', () => {
  using folder = madeFolder();
  const { pieces } = makeWithPreview(folder);
  expect(readAigcLabel(playable(folder, pieces))).toEqual(MADE_AIGC);
});

test('pieces may be taken away as soon as they are told of', () => {
  using folder = madeFolder();
  const taken = folder.path('taken');
  mkdirSync(taken);
  const names: string[] = [];
  makeVideo(folder.path('out.mp4'), {
    frames: 150,
    previewFolder: folder.path('preview'),
    onPreview: ({ number, path }) => {
      renameSync(path, join(taken, String(number)));
      names.push(join(taken, String(number)));
    },
  });
  writeFileSync(folder.path('joined.mp4'), Buffer.concat(names.map((name) => readFileSync(name))));
  let frames = 0;
  for (const _ of readVideo(folder.path('joined.mp4'))) frames++;
  expect(frames).toBe(150);
});

test('an earlier preview in the same folder is gone', () => {
  using folder = madeFolder();
  makeWithPreview(folder);
  expect(makeWithPreview(folder, 50).pieces.map(({ number }) => number)).toEqual([0, 1, 2]);
});
