import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  drawTestFace,
  type FaceLandmarks,
  type TestFaceOptions,
} from '../../../bin/portraits/test-face.ts';
import { madeFolder } from '../../media/made-media.ts';
import { fitPicture, loadStill } from '../../media/still.ts';
import { createMouthTrack, type MouthTrack } from '../../speech/mouth-track.ts';
import type { Face, Picture } from '../../vision/face.ts';
import { createFaceFinder } from '../../vision/find-faces.ts';
import { blinkCurve } from './blinks.ts';
import { createStillLipRenderer } from './still-lip-renderer.ts';

const SIDE = 512;
type Drawn = { picture: Picture; face: Face; landmarks: FaceLandmarks };

let upright: Drawn;
let tilted: Drawn;
let agape: Drawn;

beforeAll(async () => {
  await using finder = await createFaceFinder();
  using folder = madeFolder();
  const draw = async (name: string, options: Partial<TestFaceOptions>): Promise<Drawn> => {
    const { svg, landmarks } = drawTestFace({ width: SIDE, height: SIDE, scale: 0.62, ...options });
    writeFileSync(folder.path(name), svg);
    const still = await loadStill(folder.path(name), { allowSvg: true });
    const picture = await fitPicture(still, { width: SIDE, height: SIDE });
    const [face] = await finder.find(picture);
    if (!face) throw new Error(`no face in ${name}`);
    return { picture, face, landmarks };
  };
  upright = await draw('upright.svg', {});
  tilted = await draw('tilted.svg', { roll: 20 });
  agape = await draw('agape.svg', { mouthOpen: 0.6 });
}, 300_000);

type Pose = Partial<Record<Exclude<keyof MouthTrack, 'fps' | 'frames'>, number>>;

function trackOf(poses: Pose[]): MouthTrack {
  const track = createMouthTrack(poses.length, 25);
  poses.forEach((pose, frame) => {
    for (const [channel, value] of Object.entries(pose))
      track[channel as keyof Pose][frame] = value;
  });
  return track;
}

const STILL = { expression: 0, headMotion: 0, seed: 1 };

function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function renderAll({ picture, face }: Drawn, track: MouthTrack, how = STILL): Uint8Array[] {
  const renderer = createStillLipRenderer({ picture, face, track, ...how });
  return Array.from({ length: track.frames }, (_, index) => {
    const out = new Uint8Array(picture.data.length);
    renderer.render(index, out);
    return out;
  });
}

/** Pixels that only the inside of a mouth has: nearly black, or bright without being red. */
function insidePixels(drawn: Drawn, frame: Uint8Array): { x: number; y: number }[] {
  const { mouthLeft, mouthRight, chin } = drawn.landmarks;
  const middle = [(mouthLeft[0] + mouthRight[0]) / 2, (mouthLeft[1] + mouthRight[1]) / 2] as const;
  const reach = Math.hypot(mouthRight[0] - mouthLeft[0], mouthRight[1] - mouthLeft[1]) * 0.62;
  const low = Math.hypot(chin[0] - middle[0], chin[1] - middle[1]) * 0.7;
  const found: { x: number; y: number }[] = [];
  for (let y = Math.floor(middle[1] - reach); y < middle[1] + reach; y += 1) {
    for (let x = Math.floor(middle[0] - reach); x < middle[0] + reach; x += 1) {
      if (Math.hypot(x - middle[0], y - middle[1]) > Math.min(reach, low)) continue;
      const [red = 0, green = 0, blue = 0] = frame.subarray((y * SIDE + x) * 4);
      const dark = red < 75 && green < 50;
      const white = red - green < 22 && green - blue < 45 && green > 105;
      if (dark || white) found.push({ x, y });
    }
  }
  return found;
}

/** Rows between the upper and the lower lip, on average over a few columns in the middle of the mouth. */
function openRows({ landmarks }: Drawn, frame: Uint8Array): number {
  const [left, top] = landmarks.upperLipTop.map(Math.round) as [number, number];
  let count = 0;
  for (let x = left - 2; x <= left + 2; x += 1) {
    const lip = Array.from({ length: Math.round(landmarks.chin[1]) - top }, (_, row) => {
      const [red = 0, green = 0] = frame.subarray(((top + row) * SIDE + x) * 4);
      return red > 100 && (red - green) / red > 0.36;
    });
    count += lip.slice(lip.indexOf(true), lip.lastIndexOf(true)).filter((is) => !is).length;
  }
  return count / 5;
}

function insideArea(drawn: Drawn, frame: Uint8Array): number {
  return insidePixels(drawn, frame).length;
}

function widthOf(pixels: { x: number }[]): number {
  const xs = pixels.map(({ x }) => x);
  return Math.max(...xs) - Math.min(...xs);
}

describe('a face with closed lips', () => {
  test('at rest is the picture itself, byte for byte', () => {
    const [frame] = renderAll(upright, trackOf([{}]));
    expect(sameBytes(frame, upright.picture.data)).toBe(true);
  });

  test('with lips pressed together is the picture itself whatever else the track asks', () => {
    const [frame] = renderAll(
      upright,
      trackOf([{ closed: 1, open: 1, teeth: 1, tongue: 1, bite: 1 }]),
    );
    expect(sameBytes(frame, upright.picture.data)).toBe(true);
  });

  test('opens further with every step of `open`', () => {
    const steps = [0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1];
    const rows = renderAll(upright, trackOf(steps.map((open) => ({ open })))).map((frame) =>
      openRows(upright, frame),
    );
    expect(rows[0]).toBeLessThan(7);
    for (let i = 1; i < rows.length; i += 1) expect(rows[i]).toBeGreaterThan(rows[i - 1] ?? 0);
    expect(rows.at(-1)).toBeGreaterThan(15);
  });

  test('shows a wider mouth for a spread vowel than for a rounded one', () => {
    const [spread, rounded] = renderAll(
      upright,
      trackOf([
        { open: 0.4, width: 1, teeth: 0.6 },
        { open: 0.4, width: -1, round: 1 },
      ]),
    ).map((frame) => widthOf(insidePixels(upright, frame)));
    expect(spread).toBeGreaterThan((rounded ?? 0) * 1.3);
  });

  test('changes nothing away from the face', () => {
    const frames = renderAll(
      upright,
      trackOf([{ open: 1 }, { open: 0.5, round: 1 }, { width: 1 }]),
    );
    const { mesh } = upright.face;
    const xs = [...mesh].filter((_, i) => i % 3 === 0);
    const ys = [...mesh].filter((_, i) => i % 3 === 1);
    const pad = 0.2 * (Math.max(...ys) - Math.min(...ys));
    const outside = (x: number, y: number) =>
      x < Math.min(...xs) - pad ||
      x > Math.max(...xs) + pad ||
      y < Math.min(...ys) ||
      y > Math.max(...ys) + pad;
    const still = Array.from({ length: SIDE * SIDE }, (_, i) => i).filter((i) =>
      outside(i % SIDE, Math.floor(i / SIDE)),
    );
    const source = new Uint32Array(upright.picture.data.slice().buffer);
    for (const frame of frames) {
      const pixels = new Uint32Array(frame.buffer);
      expect(still.filter((i) => pixels[i] !== source[i])).toEqual([]);
    }
  });

  test('keeps the nose still while the jaw drops', () => {
    const [wide] = renderAll(upright, trackOf([{ open: 1 }]));
    const [x, y] = upright.landmarks.noseTip.map(Math.round) as [number, number];
    for (let dy = -4; dy <= 0; dy += 1) {
      const at = ((y + dy) * SIDE + x) * 4;
      expect(wide?.subarray(at, at + 4)).toEqual(upright.picture.data.subarray(at, at + 4));
    }
  });
});

test('a tilted face opens along its own axis', () => {
  const [closed, half, wide] = renderAll(tilted, trackOf([{}, { open: 0.5 }, { open: 1 }]));
  const areas = [closed, half, wide].map((frame) => insideArea(tilted, frame ?? new Uint8Array()));
  expect(areas[1]).toBeGreaterThan((areas[0] ?? 0) + 150);
  expect(areas[2]).toBeGreaterThan((areas[1] ?? 0) + 150);
  const { upperLipTop, chin } = tilted.landmarks;
  const pixels = insidePixels(tilted, wide ?? new Uint8Array());
  const mean = {
    x: pixels.reduce((sum, { x }) => sum + x, 0) / pixels.length,
    y: pixels.reduce((sum, { y }) => sum + y, 0) / pixels.length,
  };
  const axis = [chin[0] - upperLipTop[0], chin[1] - upperLipTop[1]] as const;
  const off =
    ((mean.x - upperLipTop[0]) * axis[1] - (mean.y - upperLipTop[1]) * axis[0]) /
    Math.hypot(...axis);
  expect(Math.abs(off)).toBeLessThan(5);
});

test('an open mouth in the picture is shut at rest and opens again', () => {
  const [rest, wide] = renderAll(agape, trackOf([{}, { open: 1 }]));
  const before = insideArea(agape, agape.picture.data);
  expect(before).toBeGreaterThan(400);
  expect(insideArea(agape, rest ?? new Uint8Array())).toBeLessThan(before * 0.2);
  expect(insideArea(agape, wide ?? new Uint8Array())).toBeGreaterThan(before * 0.5);
});

test('a mouth cut off by the edge of the picture is left as it is', () => {
  const { mesh } = upright.face;
  const down = SIDE - (mesh[14 * 3 + 1] ?? 0);
  const face = {
    ...upright.face,
    mesh: mesh.map((value, i) => (i % 3 === 1 ? value + down : value)),
  };
  const [frame] = renderAll({ ...upright, face }, trackOf([{ open: 1 }]));
  expect(sameBytes(frame, upright.picture.data)).toBe(true);
});

describe('a lively face', () => {
  const lively = { expression: 1, headMotion: 1, seed: 5 };
  const speech = trackOf(
    Array.from({ length: 60 }, (_, i) => ({
      open: Math.max(0, Math.sin(i / 2)) * 0.8,
      energy: Math.max(0, Math.sin(i / 7)),
    })),
  );

  test('never moves the border of the picture', () => {
    const border = (data: Uint8Array) => {
      const pixels = Array.from({ length: SIDE }, (_, i) => [
        ...data.subarray(i * 4, i * 4 + 4),
        ...data.subarray(((SIDE - 1) * SIDE + i) * 4, ((SIDE - 1) * SIDE + i) * 4 + 4),
        ...data.subarray(i * SIDE * 4, i * SIDE * 4 + 4),
        ...data.subarray((i * SIDE + SIDE - 1) * 4, (i * SIDE + SIDE) * 4),
      ]);
      return Uint8Array.from(pixels.flat());
    };
    const expected = border(upright.picture.data);
    for (const frame of renderAll(upright, speech, lively)) {
      expect(sameBytes(border(frame), expected)).toBe(true);
    }
  });

  test('looks the same for the same frame in any order, and differs by seed', () => {
    const forwards = renderAll(upright, speech, lively);
    const renderer = createStillLipRenderer({
      picture: upright.picture,
      face: upright.face,
      track: speech,
      ...lively,
    });
    const out = new Uint8Array(upright.picture.data.length);
    for (const index of [59, 3, 40, 12, 3]) {
      renderer.render(index, out);
      expect(sameBytes(forwards[index], out)).toBe(true);
    }
    const [other] = renderAll(upright, speech, { ...lively, seed: 6 }).slice(40);
    expect(sameBytes(other, forwards[40] ?? out)).toBe(false);
  });

  test('blinks, and opens its eyes again', () => {
    const silent = trackOf(Array.from({ length: 100 }, () => ({})));
    const how = { expression: 1, headMotion: 0, seed: 5 };
    const lids = blinkCurve(100, 25, 5);
    const frames = renderAll(upright, silent, how);
    const shut = lids.indexOf(1);
    expect(shut).toBeGreaterThan(0);
    const eye = upright.landmarks.leftEye.centre;
    const at = (Math.round(eye[1]) * SIDE + Math.round(eye[0])) * 4;
    const open = upright.picture.data.subarray(at, at + 3);
    const skin = frames[shut]?.subarray(at, at + 3) ?? open;
    expect(Math.hypot(...[...skin].map((value, c) => value - (open[c] ?? 0)))).toBeGreaterThan(60);
    lids.forEach((lid, i) => {
      if (lid === 0) expect(sameBytes(frames[i], upright.picture.data)).toBe(true);
    });
  });
});
