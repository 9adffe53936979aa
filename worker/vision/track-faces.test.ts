import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DrawnFace,
  drawFace,
  emptyFrame,
  paintShot,
  placeInShot,
  type Shot,
} from '../../test/drawn-footage.ts';
import type { Face, Picture } from './face.ts';
import { createFaceFinder, type FaceFinder } from './find-faces.ts';
import { createFaceTracker, type FaceTrackerRequest } from './track-faces.ts';

const [WIDTH, HEIGHT, FPS] = [640, 360, 25];

let finder: FaceFinder;
let shut: DrawnFace;
let open: DrawnFace;
let bearded: DrawnFace;
let aside: DrawnFace;

beforeAll(async () => {
  finder = await createFaceFinder();
  const size = { width: 1024, height: 1024, scale: 1 };
  [shut, open, bearded, aside] = await Promise.all([
    drawFace(size),
    drawFace({ ...size, mouthOpen: 0.6 }),
    drawFace({ ...size, beard: true, glasses: true }),
    drawFace({ ...size, yaw: 20, glasses: true }),
  ]);
}, 300_000);

afterAll(() => finder[Symbol.asyncDispose]());

type Painter = (frame: Picture, index: number) => void;

function trackAll(frames: number, paint: Painter, how: Partial<FaceTrackerRequest> = {}) {
  const tracker = createFaceTracker({
    finder,
    width: WIDTH,
    height: HEIGHT,
    fps: FPS,
    wanted: 'auto',
    ...how,
  });
  const faces: (Face | null)[] = [];
  for (let index = 0; index < frames; index += 1) {
    const frame = emptyFrame(WIDTH, HEIGHT, 90);
    paint(frame, index);
    const face = tracker.push(frame.data);
    expect(face === undefined).toBe(index < tracker.latency);
    if (face !== undefined) faces.push(face);
  }
  return [...faces, ...tracker.finish()];
}

function middle(shot: Partial<Shot> = {}): Shot {
  return { x: WIDTH / 2, y: HEIGHT / 2, scale: 0.3, angle: 0, ...shot };
}

function at(face: Face | null | undefined, index: number): [number, number] {
  return [face?.mesh[index * 3] ?? Number.NaN, face?.mesh[index * 3 + 1] ?? Number.NaN];
}

function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

const KNOWN = [
  ['mouthLeft', 61],
  ['mouthRight', 291],
  ['lowerLipInner', 14],
  ['chin', 152],
] as const;

const LIPS = KNOWN.slice(0, 3);

/** Largest error of the known points in any frame, as a share of the face's height. */
// biome-ignore lint/complexity/useMaxParams: the fourth is nearly always left out.
function worstError(
  faces: (Face | null)[],
  drawn: DrawnFace,
  shotAt: (index: number) => Shot,
  known: readonly (typeof KNOWN)[number][] = KNOWN,
) {
  const errors = faces.flatMap((face, index) => {
    const height = apart(at(face, 10), at(face, 152));
    return known.map(([name, point]) => {
      const truth = placeInShot(drawn.picture, shotAt(index), drawn.landmarks[name]);
      return apart(at(face, point), truth) / height;
    });
  });
  return Math.max(...errors);
}

describe('lips and chin stay within two percent of the face', () => {
  test.each<[string, () => DrawnFace, (index: number) => Shot]>([
    ['while the camera pans', () => shut, (i) => middle({ x: 230 + i * 7 })],
    ['while it comes closer', () => shut, (i) => middle({ scale: 0.18 + i * 0.006 })],
    ['while the head tilts', () => shut, (i) => middle({ angle: 0.5 * Math.sin(i / 5) })],
    ['on a small face', () => shut, (i) => middle({ scale: 0.12, x: 200 + i * 3 })],
  ])('%s', (_, drawn, shotAt) => {
    const faces = trackAll(24, (frame, i) => paintShot(frame, drawn().picture, shotAt(i)));
    expect(worstError(faces, drawn(), shotAt)).toBeLessThan(0.02);
  });

  test('with beard and glasses, and turned aside, the lips within five', () => {
    for (const drawn of [bearded, aside]) {
      const shotAt = (i: number) => middle({ x: 300 + i * 4 });
      const faces = trackAll(10, (frame, i) => paintShot(frame, drawn.picture, shotAt(i)));
      expect(worstError(faces, drawn, shotAt, LIPS)).toBeLessThan(0.05);
    }
  });
});

test('a still head does not tremble, noise or not', () => {
  let seed = 1;
  const noise = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed / 0x7fffffff - 0.5) * 20;
  };
  const faces = trackAll(24, (frame) => {
    paintShot(frame, shut.picture, middle());
    for (let i = 0; i < frame.data.length; i += 1) {
      if (i % 4 < 3) frame.data[i] = Math.min(255, Math.max(0, (frame.data[i] ?? 0) + noise()));
    }
  });
  for (let i = 1; i < faces.length; i += 1) {
    for (const [, point] of KNOWN) {
      expect(apart(at(faces[i], point), at(faces[i - 1], point))).toBeLessThan(0.3);
    }
  }
});

test('a mouth that opens is seen open in the same frame', () => {
  const faces = trackAll(20, (frame, i) => {
    paintShot(frame, (i < 10 ? shut : open).picture, middle());
  });
  const gaps = faces.map((face) => apart(at(face, 13), at(face, 14)));
  expect(Math.max(...gaps.slice(0, 9))).toBeLessThan(3);
  expect(Math.min(...gaps.slice(11))).toBeGreaterThan(8);
});

test('a face that goes is lost at once, and found again when it is back', () => {
  const faces = trackAll(40, (frame, i) => {
    if (i < 12 || i >= 24) paintShot(frame, shut.picture, middle());
    else paintShot(frame, shut.picture, middle({ y: HEIGHT * 3 }));
  });
  expect(faces.slice(0, 12).every((face) => face)).toBe(true);
  expect(faces.slice(12, 24).every((face) => face === null)).toBe(true);
  expect(faces.slice(30).every((face) => face)).toBe(true);
});

test('no face is carried over a cut, and the next shot has its own at once', () => {
  const left = middle({ x: 180, scale: 0.22 });
  const right = middle({ x: 470, scale: 0.34 });
  const faces = trackAll(30, (frame, i) => {
    if (i >= 10 && i < 15) frame.data.fill(30);
    else paintShot(frame, (i < 10 ? shut : bearded).picture, i < 10 ? left : right);
  });
  expect(worstError(faces.slice(0, 10), shut, () => left)).toBeLessThan(0.02);
  expect(faces.slice(10, 15)).toEqual(Array(5).fill(null));
  expect(worstError(faces.slice(15), bearded, () => right, LIPS)).toBeLessThan(0.04);
});

describe('of two people', () => {
  const paintTwo: Painter = (frame, i) => {
    const [left, right] = twoShots(i);
    const over = emptyFrame(WIDTH, HEIGHT, 0);
    paintShot(frame, shut.picture, left);
    paintShot(over, bearded.picture, right);
    for (let p = 0; p < frame.data.length; p += 4) {
      if (((p / 4) % WIDTH) * 1 < WIDTH / 2) continue;
      frame.data.set(over.data.subarray(p, p + 4), p);
    }
  };
  const twoShots = (i: number): [Shot, Shot] => [
    middle({ x: 150 + i, scale: 0.2, y: 170 }),
    middle({ x: 480 - i, scale: 0.27, y: 190 }),
  ];

  test.each<[FaceTrackerRequest['wanted'], 'left' | 'right']>([
    ['largest', 'right'],
    [0, 'left'],
    [1, 'right'],
    [{ x: 100, y: 100, width: 100, height: 140 }, 'left'],
  ])('%j is followed', (wanted, who) => {
    const faces = trackAll(14, paintTwo, { wanted });
    faces.forEach((face, i) => {
      const [left, right] = twoShots(i);
      const nose = who === 'left' ? shut : bearded;
      const shot = who === 'left' ? left : right;
      const truth = placeInShot(nose.picture, shot, nose.landmarks.noseTip);
      expect(apart(at(face, 1), truth)).toBeLessThan(12);
    });
  });

  test('a third is not there', () => {
    expect(trackAll(8, paintTwo, { wanted: 2 })).toEqual(Array(8).fill(null));
  });
});

test('a bar before the mouth takes the face away until it has passed', () => {
  const covered = [15, 16, 17, 18];
  const faces = trackAll(30, (frame, i) => {
    paintShot(frame, shut.picture, middle());
    if (!covered.includes(i)) return;
    for (let row = 190; row < 260; row += 1) {
      frame.data.fill(20, (row * WIDTH + 200) * 4, (row * WIDTH + 440) * 4);
    }
  });
  for (const index of covered) expect(faces[index] === null).toBe(true);
  expect(faces.slice(0, 14).every((face) => face)).toBe(true);
  expect(faces.slice(21).every((face) => face)).toBe(true);
});

test('a bar before the eyes leaves the mouth where it is', () => {
  const shot = middle();
  const [, top] = placeInShot(shut.picture, shot, shut.landmarks.leftEye.centre);
  const faces = trackAll(40, (frame, i) => {
    paintShot(frame, shut.picture, shot);
    if (i < 6 || i > 34) return;
    for (let row = Math.round(top) - 30; row < top + 22; row += 1) {
      frame.data.fill(20, (row * WIDTH + 180) * 4, (row * WIDTH + 460) * 4);
    }
  });
  expect(faces.every((face) => face)).toBe(true);
  expect(worstError(faces, shut, () => shot, LIPS)).toBeLessThan(0.04);
});

test('every second frame may be guessed from its neighbours', () => {
  const shotAt = (i: number) => middle({ x: 240 + i * 4 });
  const paint: Painter = (frame, i) => paintShot(frame, shut.picture, shotAt(i));
  const faces = trackAll(21, paint, { fps: 50 });
  expect(worstError(faces, shut, shotAt)).toBeLessThan(0.02);
});
