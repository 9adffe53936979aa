import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createFaceFinder } from '../../worker/vision/find-faces.ts';
import type { Point } from './geometry.ts';
import { drawTestFace, type TestFaceOptions } from './test-face.ts';

const size = { width: 512, height: 512 };

function gap(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

async function pixels(svg: string) {
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

test('mouthOpen scales the opening and lowers the chin, and 0 is closed', () => {
  const marks = [0, 0.25, 0.5, 1].map(
    (mouthOpen) => drawTestFace({ ...size, mouthOpen }).landmarks,
  );
  const openings = marks.map((mark) => gap(mark.upperLipInner, mark.lowerLipInner));
  expect(openings[0]).toBeCloseTo(0, 6);
  expect(openings[2]).toBeCloseTo((openings[3] ?? 0) / 2, 6);
  expect(openings[1]).toBeCloseTo((openings[3] ?? 0) / 4, 6);
  expect(openings[3]).toBeGreaterThan(30);
  const chins = marks.map(({ chin }) => chin[1]);
  expect(chins).toEqual(chins.toSorted((a, b) => a - b));
  expect(new Set(chins).size).toBe(4);
});

test('roll turns every landmark about the centre without changing distances', () => {
  const upright = drawTestFace(size).landmarks;
  const rolled = drawTestFace({ ...size, roll: 18 }).landmarks;
  expect(gap(rolled.mouthLeft, rolled.mouthRight)).toBeCloseTo(
    gap(upright.mouthLeft, upright.mouthRight),
    6,
  );
  const [dx, dy] = [0, 1].map((k) => (rolled.mouthRight[k] ?? 0) - (rolled.mouthLeft[k] ?? 0));
  expect((Math.atan2(dy ?? 0, dx ?? 0) * 180) / Math.PI).toBeCloseTo(18, 6);
});

test('yaw moves the nose further than the eyes', () => {
  const ahead = drawTestFace(size).landmarks;
  const turned = drawTestFace({ ...size, yaw: 12 }).landmarks;
  const nose = turned.noseTip[0] - ahead.noseTip[0];
  const eye = turned.leftEye.centre[0] - ahead.leftEye.centre[0];
  expect(nose).toBeGreaterThan(eye);
  expect(eye).toBeGreaterThan(0);
});

test('the opening shows a dark cavity, and teeth under the upper lip', async () => {
  const { svg, landmarks } = drawTestFace({ ...size, mouthOpen: 0.8 });
  const { width, data } = await pixels(svg);
  const [x, top] = landmarks.upperLipInner;
  const bottom = landmarks.lowerLipInner[1];
  const luma = (y: number) => {
    const at = (Math.round(y) * width + Math.round(x)) * 4;
    return ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
  };
  expect(luma(top + 4)).toBeGreaterThan(90);
  expect(luma(top + (bottom - top) * 0.6)).toBeLessThan(70);
});

const looks: (Omit<TestFaceOptions, 'width' | 'height'> & { title: string })[] = [
  { title: 'closed' },
  { title: 'half open', mouthOpen: 0.5 },
  { title: 'wide open', mouthOpen: 1 },
  { title: 'rolled right', roll: 20 },
  { title: 'rolled left and open', roll: -20, mouthOpen: 0.3 },
  { title: 'glasses and beard', glasses: true, beard: true, mouthOpen: 0.3 },
  { title: 'dim', light: 0.5 },
];

test('the face finder finds every look, and its mesh agrees with the landmarks', async () => {
  await using finder = await createFaceFinder();
  for (const { title, ...options } of looks) {
    const { svg, landmarks } = drawTestFace({ ...size, ...options });
    const [face] = await finder.find(await pixels(svg));
    expect(face?.score, title).toBeGreaterThanOrEqual(0.7);
    const at = (i: number): Point => [face?.mesh[i * 3] ?? 0, face?.mesh[i * 3 + 1] ?? 0];
    const pairs: [number, Point][] = [
      [61, landmarks.mouthLeft],
      [291, landmarks.mouthRight],
      [0, landmarks.upperLipTop],
      [17, landmarks.lowerLipBottom],
      [13, landmarks.upperLipInner],
      [14, landmarks.lowerLipInner],
    ];
    for (const [i, mark] of pairs) expect(gap(at(i), mark), `${title} ${i}`).toBeLessThan(12);
  }
}, 60_000);
