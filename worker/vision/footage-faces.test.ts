import { copyFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnFace, drawFace, emptyFrame, paintShot } from '../../test/drawn-footage.ts';
import { type LengthPolicy, planFrames, plannedSource } from '../media/frame-plan.ts';
import { madeFolder } from '../media/made-media.ts';
import type { Face } from './face.ts';
import { createFaceFinder, type FaceFinder } from './find-faces.ts';
import { createFootageFaces, type FootageFacesRequest } from './footage-faces.ts';

const SIZE = { width: 480, height: 270 };
const FPS = 25;
const SOURCE_FRAMES = 45;
/** The person is away in these. */
const AWAY = { from: 24, to: 28 };

let finder: FaceFinder;
let drawn: DrawnFace;
let looks = 0;
const footage: Uint8Array[] = [];
const folder = madeFolder();
const counting = (): FaceFinder => ({
  ...finder,
  trace: (picture, window) => {
    looks += 1;
    return finder.trace(picture, window);
  },
});

beforeAll(async () => {
  finder = await createFaceFinder();
  drawn = await drawFace({ width: 512, height: 512, mouthOpen: 0.3 });
  for (let index = 0; index < SOURCE_FRAMES; index += 1) {
    const frame = emptyFrame(SIZE.width, SIZE.height, 90);
    const away = index >= AWAY.from && index < AWAY.to;
    const shot = { x: 180 + 2 * index, y: away ? 900 : 135, scale: 0.45, angle: index / 300 };
    paintShot(frame, drawn.picture, shot);
    footage.push(frame.data);
  }
});

afterAll(async () => {
  await finder[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

type Watched = {
  faces: (Face | null)[];
  kept: { path: string; frames: number } | null;
  looks: number;
};

/** Looks at the footage as a task does that makes a video of so many frames. */
function watch(
  frames: number,
  { policy = 'bounce', ...how }: Partial<FootageFacesRequest> & { policy?: LengthPolicy } = {},
): Watched {
  const plan = planFrames({ sourceFrames: SOURCE_FRAMES, outputFrames: frames, policy });
  using watched = createFootageFaces({
    finder: counting(),
    ...SIZE,
    fps: FPS,
    wanted: 'auto',
    plan,
    content: 'drawn',
    knownPath: null,
    trackPath: folder.path('track'),
    ...how,
  });
  looks = 0;
  const faces: (Face | null)[] = [];
  for (let index = 0; index < plan.frames; index += 1) {
    faces.push(...watched.push(footage[plannedSource(plan, index)] ?? new Uint8Array()));
    expect(index + 1 - faces.length).toBeLessThanOrEqual(watched.latency);
  }
  expect(faces).toHaveLength(plan.frames);
  return { faces, kept: watched.finish(), looks };
}

/** Keeps what was made under another name, as the worker does. */
function kept({ kept: track }: Watched, name: string): string {
  copyFileSync(track?.path ?? '', folder.path(name));
  return folder.path(name);
}

function furthestApart(a: (Face | null)[], b: (Face | null)[]): number {
  return Math.max(
    ...a.map((face, i) => {
      const other = b[i];
      if (!face || !other) return face === (other ?? null) ? 0 : Number.POSITIVE_INFINITY;
      return Math.max(
        ...face.mesh.map((value, k) => (k % 3 < 2 ? Math.abs(value - (other.mesh[k] ?? 0)) : 0)),
      );
    }),
  );
}

test('the second video of the same footage sees the very same faces without a look at the picture', () => {
  const first = watch(70);
  expect(first.faces.filter((face) => face === null).length).toBeGreaterThanOrEqual(
    AWAY.to - AWAY.from,
  );
  const second = watch(100, { policy: 'loop', knownPath: kept(first, 'whole') });
  expect(second.faces.slice(0, SOURCE_FRAMES)).toEqual(first.faces.slice(0, SOURCE_FRAMES));
  expect([second.looks, second.kept]).toEqual([0, null]);
});

test('footage that runs by again is not looked at again: forth, back and round', () => {
  const once = watch(SOURCE_FRAMES);
  for (const policy of ['bounce', 'loop', 'freeze'] as const) {
    const plan = planFrames({ sourceFrames: SOURCE_FRAMES, outputFrames: 120, policy });
    const { faces, looks: again } = watch(120, { policy });
    expect(again).toBe(once.looks);
    expect(faces).toEqual(
      Array.from({ length: 120 }, (_, i) => once.faces[plannedSource(plan, i)]),
    );
  }
});

test.each([20, 27, 36])('a track of the first %i frames is taken up where it ends', (frames) => {
  const whole = watch(SOURCE_FRAMES);
  const short = watch(frames);
  expect(short.kept?.frames).toBeLessThan(frames);
  const rest = watch(SOURCE_FRAMES, { knownPath: kept(short, 'part') });
  expect(rest.looks).toBeLessThan(whole.looks);
  expect(rest.kept?.frames).toBe(SOURCE_FRAMES);
  expect(furthestApart(rest.faces, whole.faces)).toBeLessThan(0.5);
});

test('a damaged track, or one of other footage, size, rate or person, costs nothing but the look', () => {
  const first = watch(20);
  const path = kept(first, 'known');
  writeFileSync(folder.path('broken'), 'no track at all');
  expect(watch(20, { knownPath: folder.path('broken') }).faces).toEqual(first.faces);
  const others: Partial<FootageFacesRequest>[] = [
    { content: 'other' },
    { wanted: 0 },
    { fps: 24.9 },
    { knownPath: folder.path('missing') },
  ];
  for (const other of others) {
    expect(watch(20, { knownPath: path, ...other }).looks).toBe(first.looks);
  }
});

test('of footage in which nobody is seen nothing is kept', () => {
  const nobody = watch(AWAY.to, { wanted: 3 });
  expect([nobody.faces.every((face) => face === null), nobody.kept]).toEqual([true, null]);
});
