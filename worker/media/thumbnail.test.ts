import sharp from 'sharp';
import { expect, test } from 'vitest';
import { madeFolder, makeVideo } from './made-media.ts';
import { makeThumbnail } from './thumbnail.ts';

test('a picture becomes an upright WebP of at most 480 pixels a side', async () => {
  using folder = madeFolder();
  const background = { r: 10, g: 200, b: 10 };
  await sharp({ create: { width: 1000, height: 500, channels: 3, background } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(folder.path('a.jpg'));
  await makeThumbnail(folder.path('a.jpg'), 'image', folder.path('t.webp'));
  expect(await sharp(folder.path('t.webp')).metadata()).toMatchObject({
    format: 'webp',
    width: 240,
    height: 480,
  });
});

test('a small picture is not blown up', async () => {
  using folder = madeFolder();
  const background = { r: 10, g: 200, b: 10 };
  await sharp({ create: { width: 40, height: 20, channels: 3, background } })
    .png()
    .toFile(folder.path('a.png'));
  await makeThumbnail(folder.path('a.png'), 'image', folder.path('t.webp'));
  expect((await sharp(folder.path('t.webp')).metadata()).width).toBe(40);
});

test('of a video with a black lead-in the first frame that shows something is taken', async () => {
  using folder = madeFolder();
  makeVideo(folder.path('a.mp4'), { frames: 20, pattern: { kind: 'lead-in', until: 8 } });
  await makeThumbnail(folder.path('a.mp4'), 'video', folder.path('t.webp'));
  const { channels } = await sharp(folder.path('t.webp')).stats();
  expect(channels[0]?.stdev).toBeGreaterThan(20);
});
