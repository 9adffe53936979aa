import { expect, test } from 'vitest';
import type { Picture } from '../vision/face.ts';
import type { LabelOptions } from './label.ts';
import { madeFolder, makeVideo } from './made-media.ts';
import { readVideo } from './video-reader.ts';

const SIZES = [
  { width: 512, height: 512 },
  { width: 1280, height: 720 },
  { width: 720, height: 1280 },
];
const TEXTS = ['AI生成', 'AI-generated'] as const;

function decoded(
  label: LabelOptions,
  options: { width: number; height: number; grey: number; frames?: number },
) {
  using folder = madeFolder();
  const { grey, frames = 1, ...size } = options;
  makeVideo(folder.path('a.mp4'), {
    ...size,
    frames,
    label,
    pattern: { kind: 'plain', rgb: [grey, grey, grey] },
  });
  return [...readVideo(folder.path('a.mp4'))].map(({ picture }) => picture);
}

/** Bounds of the pixels whose green is at least `level` within x of `from`..`to`. */
function bright(picture: Picture, level: number, [from, to] = [0, picture.width]) {
  const box = { left: picture.width, right: -1, top: picture.height, bottom: -1 };
  for (let y = 0; y < picture.height; y++) {
    for (let x = from ?? 0; x < (to ?? 0); x++) {
      if ((picture.data[(y * picture.width + x) * 4 + 1] ?? 0) < level) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}

test.each(SIZES.flatMap((size) => TEXTS.map((text) => ({ ...size, text }))))(
  'capitals of $text are at least 5 % of the short side on decoded pixels at $width × $height',
  ({ text, ...size }) => {
    const [picture] = decoded({ text }, { ...size, grey: 0 });
    if (!picture) throw new Error('no frame');
    const short = Math.min(size.width, size.height);
    const whole = bright(picture, 160);
    const capitals = bright(picture, 160, [whole.left, whole.left + Math.round(short * 0.05)]);
    expect(capitals.bottom - capitals.top + 1).toBeGreaterThanOrEqual(short * 0.05);
    expect(capitals.bottom - capitals.top + 1).toBeLessThan(short * 0.065);
    expect(whole.left).toBeGreaterThan(size.width * 0.25);
    expect(whole.top).toBeGreaterThan(size.height * 0.7);
    expect(size.width - whole.right).toBeGreaterThan(short * 0.02);
    expect(size.height - whole.bottom).toBeGreaterThan(short * 0.02);
  },
);

test('the text stands out from its plate on black, grey and white', () => {
  for (const grey of [0, 128, 255]) {
    const [picture] = decoded({ text: 'AI-generated' }, { width: 640, height: 360, grey });
    if (!picture) throw new Error('no frame');
    const ground = { width: 640, height: 360, grey };
    const luma = labelLumas(picture, ground);
    expect(luma.text).toBeGreaterThan(235);
    expect(contrast(luma.text, luma.plate)).toBeGreaterThan(4);
  }
});

/** The brightest value, and the most frequent one that is neither ground nor text, in the label's rows. */
function labelLumas(picture: Picture, ground: { width: number; height: number; grey: number }) {
  const counts = new Map<number, number>();
  let text = 0;
  for (let y = Math.floor(ground.height * 0.9); y < ground.height * 0.95; y++) {
    for (let x = Math.floor(ground.width * 0.75); x < ground.width * 0.97; x++) {
      const value = picture.data[(y * ground.width + x) * 4 + 1] ?? 0;
      text = Math.max(text, value);
      if (value < 200) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const [plate] = [...counts].sort((left, right) => right[1] - left[1]);
  return { text, plate: plate?.[0] ?? 0 };
}

function contrast(light: number, dark: number): number {
  const linear = (value: number) => (value / 255) ** 2.2;
  return (linear(light) + 0.05) / (linear(dark) + 0.05);
}

test('the label is there on every frame, or for the seconds asked for, never under two', () => {
  const size = { width: 128, height: 128, grey: 0, frames: 80 };
  const labelled = (label: LabelOptions) =>
    decoded(label, size).filter((picture) => bright(picture, 160).right > 0).length;
  expect(labelled({ text: 'AI生成' })).toBe(80);
  expect(labelled({ text: 'AI生成', seconds: 3 })).toBe(75);
  expect(labelled({ text: 'AI生成', seconds: 0.5 })).toBe(50);
});

test('outside its plate the picture is untouched', () => {
  const size = { width: 512, height: 512, grey: 100 };
  const [picture] = decoded({ text: 'AI生成' }, size);
  const changed = Array.from({ length: 512 * 400 }, (_, at) => picture?.data[at * 4] ?? 0).filter(
    (value) => Math.abs(value - 100) > 2,
  );
  expect(changed).toEqual([]);
});
