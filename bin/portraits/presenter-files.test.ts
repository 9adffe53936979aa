import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createFaceFinder } from '../../worker/vision/find-faces.ts';
import { presenterFiles } from './presenter-files.ts';
import { presenters } from './presenters.ts';

const folder = join(import.meta.dirname, '../../public/presenters');
const files = presenterFiles();

/** At half size: 36 of the 72 dots that make the full 1024 pixels. */
async function rasterise(svg: string) {
  const { data, info } = await sharp(Buffer.from(svg), { density: 36 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

test('the committed files are what the program draws, and no others', async () => {
  expect((await readdir(folder)).toSorted()).toEqual([...files.keys()].toSorted());
  for (const [name, content] of files) {
    expect(await readFile(join(folder, name), 'utf8'), name).toBe(content);
  }
});

test('every portrait is under 60 kB', () => {
  for (const [name, content] of files) {
    expect(Buffer.byteLength(content), name).toBeLessThan(60_000);
  }
});

test('a cutout is transparent around the person and solid on the face', async () => {
  const { width, data } = await rasterise(files.get('teacher-cutout.svg') ?? '');
  const alphaAt = (x: number, y: number) => data[(y * width + x) * 4 + 3];
  expect(alphaAt(10, 10)).toBe(0);
  expect(alphaAt(500, 150)).toBe(0);
  expect(alphaAt(256, 240)).toBe(255);
});

test('the face finder finds one face in every portrait, score at least 0.7, lips on the drawn lips', async () => {
  await using finder = await createFaceFinder();
  for (const { name, person } of presenters) {
    const faces = await finder.find(await rasterise(files.get(`${name}.svg`) ?? ''));
    expect(faces, name).toHaveLength(1);
    const [face] = faces;
    expect(face?.score, name).toBeGreaterThanOrEqual(0.7);
    const x = (i: number) => face?.mesh[i * 3] ?? 0;
    expect(Math.abs(x(291) - x(61) - person.mouth.width / 2), name).toBeLessThan(7);
  }
}, 60_000);
