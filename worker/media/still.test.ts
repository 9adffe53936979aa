import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { AppError } from '#/domain/errors.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { madeFolder, makeVideo } from './made-media.ts';
import { fitPicture, loadStill, outputSize } from './still.ts';

type Rgb = { r: number; g: number; b: number };
const RED: Rgb = { r: 255, g: 0, b: 0 };
const BLUE: Rgb = { r: 0, g: 0, b: 255 };

/** Red on the left, blue on the right. */
function twoColours(width: number, height: number) {
  const half = { width: width / 2, height, channels: 3 as const };
  return sharp({ create: { ...half, width, background: RED } }).composite([
    { input: { create: { ...half, background: BLUE } }, left: width / 2, top: 0 },
  ]);
}

function pixel(picture: { width: number; data: Uint8Array }, x: number, y: number): number[] {
  const at = (y * picture.width + x) * 4;
  return Array.from(picture.data.subarray(at, at + 4));
}

test('a turned photograph comes out upright', async () => {
  using folder = madeFolder();
  const path = folder.path('a.png');
  await twoColours(40, 20).withMetadata({ orientation: 6 }).png().toFile(path);
  const picture = await loadStill(path);
  expect([picture.width, picture.height]).toEqual([20, 40]);
  expect(pixel(picture, 10, 2)).toEqual([255, 0, 0, 255]);
  expect(pixel(picture, 10, 37)).toEqual([0, 0, 255, 255]);
});

test('transparent parts come out opaque and neutral, the rest unchanged', async () => {
  using folder = madeFolder();
  const path = folder.path('a.webp');
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  await sharp({ create: { width: 20, height: 20, channels: 4, background: clear } })
    .composite([
      {
        input: { create: { width: 10, height: 20, channels: 3, background: RED } },
        left: 0,
        top: 0,
      },
    ])
    .webp({ lossless: true })
    .toFile(path);
  const picture = await loadStill(path);
  expect(pixel(picture, 3, 10)).toEqual([255, 0, 0, 255]);
  const [r, g, b, alpha] = pixel(picture, 16, 10);
  expect(new Set([r, g, b]).size).toBe(1);
  expect(r).toBeGreaterThan(150);
  expect(alpha).toBe(255);
});

test('of an animation the first frame is taken; grey pictures become colour', async () => {
  using folder = madeFolder();
  const frames = Buffer.concat([Buffer.alloc(300, 10), Buffer.alloc(300, 240)]);
  await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
    .gif()
    .toFile(folder.path('a.gif'));
  const first = await loadStill(folder.path('a.gif'));
  expect([first.width, first.height]).toEqual([10, 10]);
  expect(pixel(first, 5, 5)[0]).toBeLessThan(20);
  await sharp(Buffer.alloc(100, 90), { raw: { width: 10, height: 10, channels: 1 } })
    .png()
    .toFile(folder.path('g.png'));
  expect(pixel(await loadStill(folder.path('g.png')), 1, 1)).toEqual([90, 90, 90, 255]);
});

test('a wide-gamut picture is brought to sRGB', async () => {
  using folder = madeFolder();
  await sharp({
    create: { width: 8, height: 8, channels: 3, background: { r: 200, g: 60, b: 60 } },
  })
    .withIccProfile('p3')
    .png()
    .toFile(folder.path('a.png'));
  const [r = 0, g = 0, b = 0] = pixel(await loadStill(folder.path('a.png')), 4, 4);
  expect(Math.max(Math.abs(r - 200), Math.abs(g - 60), Math.abs(b - 60))).toBeLessThanOrEqual(3);
});

test('SVG is drawn only where it is ours, and never taken from an upload', async () => {
  using folder = madeFolder();
  const path = folder.path('a.svg');
  writeFileSync(
    path,
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><rect width="10" height="20" fill="#f00"/></svg>',
  );
  await expect(loadStill(path)).rejects.toMatchObject({ code: 'media_unsupported' });
  const picture = await loadStill(path, { allowSvg: true });
  expect([picture.width, picture.height]).toEqual([512, 1024]);
  expect(pixel(picture, 256, 512)).toEqual([255, 0, 0, 255]);
});

test('no picture, a damaged one and one too large are refused by code', async () => {
  using folder = madeFolder();
  makeVideo(folder.path('a.mp4'), { frames: 2 });
  await expect(loadStill(folder.path('a.mp4'))).rejects.toMatchObject({
    code: 'media_unsupported',
  });
  writeFileSync(
    folder.path('a.png'),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]),
  );
  await expect(loadStill(folder.path('a.png'))).rejects.toMatchObject({ code: 'media_unreadable' });
  await twoColours(40, 20).jpeg().toFile(folder.path('b.jpg'));
  const limits = { ...DEFAULT_MEDIA_LIMITS, imagePixels: 700 };
  await expect(loadStill(folder.path('b.jpg'), { limits })).rejects.toMatchObject({
    code: 'media_too_large',
  });
});

test('fitting fills the wanted size from the middle of the picture', async () => {
  using folder = madeFolder();
  await twoColours(400, 100).png().toFile(folder.path('a.png'));
  const picture = await loadStill(folder.path('a.png'));
  const fitted = await fitPicture(picture, { width: 50, height: 50 });
  expect(fitted.data.length).toBe(50 * 50 * 4);
  expect(pixel(fitted, 5, 25)).toEqual([255, 0, 0, 255]);
  expect(pixel(fitted, 45, 25)).toEqual([0, 0, 255, 255]);
});

test('the cut follows the point it is given, as far as the edges allow', async () => {
  using folder = madeFolder();
  await twoColours(400, 100).png().toFile(folder.path('a.png'));
  const picture = await loadStill(folder.path('a.png'));
  for (const [x, colour] of [
    [20, [255, 0, 0, 255]],
    [390, [0, 0, 255, 255]],
  ] as const) {
    const fitted = await fitPicture(picture, { width: 50, height: 50, focus: { x, y: 0 } });
    for (const at of [0, 25, 49]) expect(pixel(fitted, at, 25)).toEqual(colour);
  }
});

test('fitting never asks for pixels outside the picture', async () => {
  const side = fc.integer({ min: 1, max: 60 });
  await fc.assert(
    fc.asyncProperty(
      side,
      side,
      fc.tuple(side, side),
      async (width, height, [toWidth, toHeight]) => {
        const picture = { width, height, data: new Uint8Array(width * height * 4).fill(9) };
        const focus = { x: width, y: 0 };
        const fitted = await fitPicture(picture, { width: toWidth, height: toHeight, focus });
        return fitted.data.length === toWidth * toHeight * 4;
      },
    ),
  );
});

test('named resolutions set the short side and keep the shape', () => {
  expect(outputSize({ width: 1000, height: 2000 }, '720p')).toEqual({ width: 720, height: 1440 });
  expect(outputSize({ width: 1601, height: 901 }, '360p')).toEqual({ width: 640, height: 360 });
  expect(outputSize({ width: 511, height: 301 }, 'source')).toEqual({ width: 512, height: 302 });
  expect(outputSize({ width: 9000, height: 3000 }, 'source')).toEqual({
    width: 4096,
    height: 1366,
  });
  expect(outputSize({ width: 10, height: 10 }, '1280x720')).toEqual({ width: 1280, height: 720 });
  for (const wrong of ['', '700p', '1280x', '9999x10', '4098x100', 'big']) {
    expect(() => outputSize({ width: 10, height: 10 }, wrong)).toThrow(AppError);
  }
});

test('every output size is even and between 16 and 4096', () => {
  const side = fc.integer({ min: 1, max: 30_000 });
  const resolution = fc.constantFrom('source', '360p', '480p', '1080p', '2160p', '16x4095');
  fc.assert(
    fc.property(side, side, resolution, (width, height, wanted) => {
      const sides = Object.values(outputSize({ width, height }, wanted));
      return sides.every((pixels) => pixels % 2 === 0 && pixels >= 16 && pixels <= 4096);
    }),
  );
});
