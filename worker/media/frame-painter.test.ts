import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Picture } from '../vision/face.ts';
import { CaptionFont } from './caption-font.ts';
import { captionLineUnits } from './caption-painter.ts';
import { madeFolder, makeVideo } from './made-media.ts';
import { readVideo } from './video-reader.ts';
import { loadWatermark } from './watermark.ts';

type Made = Parameters<typeof makeVideo>[1];

function frames(made: NonNullable<Made>): Picture[] {
  using folder = madeFolder();
  const grey = { kind: 'plain' as const, rgb: [110, 110, 110] as [number, number, number] };
  makeVideo(folder.path('a.mp4'), {
    width: 640,
    height: 360,
    pattern: grey,
    quality: 'high',
    ...made,
  });
  return [...readVideo(folder.path('a.mp4'))].map(({ picture }) => picture);
}

/** Bounds of the pixels that differ from the grey ground. */
function changed({ width, data }: Picture) {
  const box = { left: width, right: -1, top: Number.POSITIVE_INFINITY, bottom: -1, light: 0 };
  for (let at = 0; at < data.length / 4; at++) {
    const [r = 0, g = 0, b = 0] = data.subarray(at * 4, at * 4 + 3);
    if (Math.abs(r - 110) + Math.abs(g - 110) + Math.abs(b - 110) < 60) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
    if (g > 200) box.light++;
  }
  return box;
}

test('a watermark is in the upper right on every frame, in its own colours, 12 % wide, its clear parts clear', async () => {
  using folder = madeFolder();
  const half = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="150" height="200" fill="rgb(220,30,40)"/></svg>',
  );
  await sharp(half).png().toFile(folder.path('mark.png'));
  const watermark = await loadWatermark(folder.path('mark.png'), { width: 640, height: 360 });
  const [first, second] = frames({ frames: 2, watermark });
  for (const picture of [first, second]) {
    if (!picture) throw new Error('no frame');
    const box = changed(picture);
    expect(Math.abs(box.right - box.left + 1 - 38)).toBeLessThanOrEqual(4);
    expect(Math.abs(box.bottom - box.top + 1 - 52)).toBeLessThanOrEqual(4);
    expect(box.top).toBeLessThan(20);
    expect(box.left).toBeGreaterThan(540);
    const at = ((box.top + 20) * 640 + box.left + 16) * 4;
    const [r = 0, g = 0, b = 0] = picture.data.subarray(at, at + 3);
    expect(Math.abs(r - 220) + Math.abs(g - 30) + Math.abs(b - 40)).toBeLessThan(24);
  }
});

test('burned captions are drawn in their time only, in the lower middle, above the label', () => {
  const captions = [
    { startMs: 200, endMs: 600, lines: ['Hello, world', '你好，世界'] },
    { startMs: 600, endMs: 800, lines: ['Next'] },
  ];
  const shown = frames({ frames: 25, captions }).map(changed);
  shown.forEach((box, index) => {
    const due = index >= 5 && index < 20;
    expect(box.right >= 0).toBe(due);
    if (!due) return;
    expect(Math.abs((box.left + box.right) / 2 - 320)).toBeLessThan(8);
    expect(box.top).toBeGreaterThan(200);
    expect(box.bottom).toBeLessThan(360 - 0.14 * 360);
    expect(box.light).toBeGreaterThan(100);
  });
  const [two, one] = [shown[6], shown[16]];
  expect((two?.bottom ?? 0) - (two?.top ?? 0)).toBeGreaterThan(
    ((one?.bottom ?? 0) - (one?.top ?? 0)) * 1.6,
  );
});

test('a caption too long for its video is made smaller rather than cut', () => {
  const line = '这是一个非常长的字幕这是一个非常长的字幕';
  const [picture] = frames({
    width: 240,
    height: 426,
    frames: 1,
    captions: [{ startMs: 0, endMs: 5000, lines: [line] }],
  });
  if (!picture) throw new Error('no frame');
  const box = changed(picture);
  expect(box.left).toBeGreaterThan(2);
  expect(box.right).toBeLessThan(237);
  expect(captionLineUnits({ width: 240, height: 426 })).toBeLessThan(42);
  expect(captionLineUnits({ width: 1280, height: 720 })).toBe(42);
});

test('the font has Latin with accents, Cyrillic, Han and punctuation of both', () => {
  const font = new CaptionFont();
  for (const letter of 'AéşñčЖ你龘。！“”…—％') {
    expect(font.outline(letter).path.length, letter).toBeGreaterThan(20);
  }
  const gap = font.outline('\u{10ffff}');
  expect(gap.path).toBe('');
  expect(gap.advance).toBeGreaterThan(0);
});
